/// Why a codec could not do its work. Never holds data or keys.
package enum CodecError: Error, Hashable, CustomStringConvertible {
    case keyLength(id: String, bits: Int)
    case repeatedKeyID(String)
    /// The payload was encrypted with a key that is not known here.
    case unknownKey(id: String)
    /// The payload was changed, cut, or encrypted with another key of the same id.
    case unreadable(keyID: String)

    package var description: String {
        switch self {
        case .keyLength(let id, let bits): "encryption key '\(id)' has \(bits) bits, not 256"
        case .repeatedKeyID(let id): "two encryption keys have the id '\(id)'"
        case .unknownKey(let id): "a payload was encrypted with the key '\(id)', which is not known here"
        case .unreadable(let id): "a payload could not be decrypted with the key '\(id)'"
        }
    }
}
