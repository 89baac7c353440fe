package import Crypto
import Foundation

/// A key of 256 bits with the id that payloads name it by. Describes itself without the key.
package struct EncryptionKey: Sendable, CustomStringConvertible, CustomReflectable {
    package let id: String
    package let key: SymmetricKey

    /// Throws `CodecError.keyLength` when the key has not exactly 256 bits.
    package init(id: String, key: SymmetricKey) throws {
        guard key.bitCount == 256 else { throw CodecError.keyLength(id: id, bits: key.bitCount) }
        self.id = id
        self.key = key
    }

    package var description: String { "encryption key '\(id)'" }

    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
