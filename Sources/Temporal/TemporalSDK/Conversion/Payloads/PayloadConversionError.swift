/// Why a value could not become a payload, or a payload not a value. Names types and encodings, never data.
package enum PayloadConversionError: Error, Hashable, CustomStringConvertible {
    /// No converter takes values of this type.
    case unsupportedType(String)
    /// The payload names an encoding that no converter reads; nil when it names none.
    case unknownEncoding(String?)
    /// The payload was read, but is not what this type asks for.
    case mismatch(encoding: String, type: String, reason: String)
    /// There are fewer payloads than values asked for, and the one of this type may not be absent.
    case missing(type: String)

    package var description: String {
        switch self {
        case .unsupportedType(let type):
            "a value of type \(type) has no payload converter: it is neither Encodable, bytes nor a protobuf message"
        case .unknownEncoding(let encoding):
            encoding.map { "no payload converter reads the encoding '\($0)'" } ?? "the payload names no encoding"
        case .mismatch(let encoding, let type, let reason):
            "a payload with encoding '\(encoding)' could not be read as \(type): \(reason)"
        case .missing(let type):
            "a value of type \(type) is asked for, but there is no payload for it"
        }
    }
}
