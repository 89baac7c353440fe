import Crypto
import OMSKernel
import Orders

/// Writes and reads cursors: a position in one list, signed, so that it can be neither changed nor used in a list
/// with other filters or another order. `base64url(position + first 16 bytes of HMAC-SHA256(list + position))`.
struct CursorCodec: Sendable {
    private static let signatureLength = 16
    private static let maximumLength = 1_024

    private let key: SymmetricKey

    init(secret: [UInt8]) {
        key = SymmetricKey(data: secret)
    }

    func encode(_ position: [UInt8], list: String) -> String {
        Base64URL.encode(position + signature(of: position, list: list))
    }

    /// The position that a cursor of this list holds.
    /// - Throws: ``ValidationError`` naming the parameter.
    func decode(_ text: String, list: String, parameter: String = "cursor") throws(ValidationError) -> [UInt8] {
        guard text.utf8.count <= Self.maximumLength, let bytes = Base64URL.decode(text),
            bytes.count > Self.signatureLength
        else { throw Self.refusal(parameter) }
        let position = Array(bytes.dropLast(Self.signatureLength))
        let expected = signature(of: position, list: list)
        let difference = zip(bytes.suffix(Self.signatureLength), expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        guard difference == 0 else { throw Self.refusal(parameter) }
        return position
    }

    static func refusal(_ parameter: String) -> ValidationError {
        ValidationError(parameter, "must be a cursor that this list handed out")
    }

    private func signature(of position: [UInt8], list: String) -> [UInt8] {
        var code = HMAC<SHA256>(key: key)
        // The list's text has no zero byte, so the two parts cannot be shifted against each other.
        code.update(data: Array(list.utf8) + [0])
        code.update(data: position)
        return Array(code.finalize().prefix(Self.signatureLength))
    }
}

/// Base64 with the URL-safe alphabet and no padding (RFC 4648, section 5).
enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let values: [UInt8: UInt32] = Dictionary(
        uniqueKeysWithValues: alphabet.enumerated().map { ($0.element, UInt32($0.offset)) }
    )

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(buffer >> bits & 0x3F)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << (6 - bits) & 0x3F)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Returns: nil when the text has another character, or ends in bits that no byte has.
    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for character in text.utf8 {
            guard let value = values[character] else { return nil }
            buffer = buffer << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(buffer >> bits & 0xFF))
            }
        }
        guard bits < 6, buffer & (1 << bits - 1) == 0 else { return nil }
        return bytes
    }
}
