import Crypto
import Foundation
import SwiftProtobuf
package import TemporalAPI

/// Encrypts whole payloads, metadata included, with AES-256-GCM.
///
/// The form is that of Temporal's own encryption samples: encoding `binary/encrypted`, the key's id in the
/// metadata entry `encryption-key-id`, the data a 12 byte nonce, the ciphertext of the payload's protobuf form and
/// a 16 byte tag. New payloads are encrypted with the first key; all keys decrypt, so a key is changed by putting
/// a new one before it, and taken away when nothing encrypted with it is needed any more.
package struct AESGCMPayloadCodec: PayloadCodec {
    package static let keyIDMetadataKey = "encryption-key-id"

    private let current: EncryptionKey
    private let keys: [String: EncryptionKey]

    /// - Parameters:
    ///   - key: The key for new payloads.
    ///   - olderKeys: Keys that still decrypt.
    /// - Throws: `CodecError` when two keys have one id.
    package init(key: EncryptionKey, olderKeys: [EncryptionKey] = []) throws {
        var keys: [String: EncryptionKey] = [:]
        for key in [key] + olderKeys {
            guard keys.updateValue(key, forKey: key.id) == nil else { throw CodecError.repeatedKeyID(key.id) }
        }
        self.current = key
        self.keys = keys
    }

    package func encode(payload: APIPayload) async throws -> APIPayload {
        try encrypt(payload)
    }

    package func decode(payload: APIPayload) async throws -> APIPayload {
        try decrypt(payload)
    }

    /// The payload encrypted with a fresh nonce.
    package func encrypt(_ payload: APIPayload) throws -> APIPayload {
        let plain: Data = try payload.serializedBytes()
        let box = try AES.GCM.seal(plain, using: current.key)
        guard let sealed = box.combined else { throw CodecError.unreadable(keyID: current.id) }
        return APIPayload(
            encoding: .binaryEncrypted,
            data: sealed,
            metadata: [Self.keyIDMetadataKey: Data(current.id.utf8)]
        )
    }

    package func decrypt(_ payload: APIPayload) throws -> APIPayload {
        guard payload.hasEncoding(.binaryEncrypted) else { return payload }
        let id = payload.metadata[Self.keyIDMetadataKey].map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard let key = keys[id] else { throw CodecError.unknownKey(id: id) }
        do {
            let plain = try AES.GCM.open(AES.GCM.SealedBox(combined: payload.data), using: key.key)
            return try APIPayload(serializedBytes: plain)
        } catch {
            // What the library says tells an attacker more than a reader.
            throw CodecError.unreadable(keyID: id)
        }
    }
}
