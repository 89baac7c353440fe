import Crypto
import Foundation
package import TemporalSDK

/// The text form of the keys that encrypt what workflows carry.
package enum PayloadKeys {
    /// - Parameter text: `ID=KEY`, several separated by commas; each KEY 32 bytes in base64.
    /// - Returns: the keys in their order; nil when one is not well-formed or two share an id.
    package static func parse(_ text: String) -> [EncryptionKey]? {
        var keys: [EncryptionKey] = []
        for part in text.split(separator: ",") {
            let pair = part.trimmed.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let bytes = Data(base64Encoded: String(pair[1])),
                let key = try? EncryptionKey(id: String(pair[0]), key: SymmetricKey(data: bytes))
            else { return nil }
            keys.append(key)
        }
        return keys.isEmpty || Set(keys.map(\.id)).count < keys.count ? nil : keys
    }

    /// A key that a machine made for itself.
    /// - Parameter secret: any text with 256 random bits.
    /// - Returns: the key.
    /// - Throws: nothing in practice: the digest has the length that is needed.
    static func local(_ secret: String) throws -> EncryptionKey {
        try EncryptionKey(id: "local", key: SymmetricKey(data: SHA256.hash(data: Data(secret.utf8))))
    }
}
