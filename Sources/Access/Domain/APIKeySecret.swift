import Crypto
import OMSKernel

/// A key as its holder presents it: `oms_<key id>_<43 random characters>`. The id inside finds the record,
/// so no table of hashes is searched.
package struct APIKeySecret: Sendable {
    package static let prefix = "oms_"

    package let keyID: APIKeyID
    /// The whole text. Never logged; shown once.
    package let text: String

    /// A new secret with 256 random bits.
    package init(for keyID: APIKeyID) {
        let random = SymmetricKey(size: .bits256).withUnsafeBytes { Data64.urlSafe($0) }
        self.keyID = keyID
        self.text = "\(Self.prefix)\(keyID)_\(random)"
    }

    /// Reads a presented text; nil when it is not of this form.
    package init?(_ text: String) {
        guard text.utf8.count <= 128, text.hasPrefix(Self.prefix) else { return nil }
        let rest = text.dropFirst(Self.prefix.count)
        guard let separator = rest.firstIndex(of: "_"), let keyID = APIKeyID(String(rest[..<separator])) else {
            return nil
        }
        self.keyID = keyID
        self.text = text
    }

    package var hash: SecretHash { SecretHash(of: text) }
}

/// SHA-256 of a secret. The secrets have 256 random bits, so a slow password hash would add nothing.
package struct SecretHash: Sendable, Equatable {
    /// 64 lower-case hexadecimal digits.
    package let hex: String

    package init(hex: String) {
        self.hex = hex
    }

    package init(of secret: String) {
        hex = SHA256.hash(data: Array(secret.utf8)).withUnsafeBytes { Hexadecimal.text(of: $0) }
    }

    /// Compares in time that does not depend on where the texts differ.
    package func matches(_ other: SecretHash) -> Bool {
        let left = Array(hex.utf8)
        let right = Array(other.hex.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Base64 with the URL-safe alphabet and no padding (RFC 4648, section 5).
private enum Data64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".unicodeScalars
    )

    static func urlSafe(_ bytes: UnsafeRawBufferPointer) -> String {
        var text = String.UnicodeScalarView()
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(buffer >> UInt32(bits) & 0x3F)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(6 - bits) & 0x3F)]) }
        return String(text)
    }
}
