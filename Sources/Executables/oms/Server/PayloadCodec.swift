import Foundation
import HTTPAPI
import TemporalSDK

/// The codec server on the keys of this process.
struct PayloadCodec: PayloadCoding {
    private let transcoder: PayloadTranscoder

    /// Nil when there is no key. The first key is for new payloads; two with one id throw `CodecError`.
    init?(keys: [EncryptionKey]) throws {
        guard let current = keys.first else { return nil }
        transcoder = PayloadTranscoder(try AESGCMPayloadCodec(key: current, olderKeys: Array(keys.dropFirst())))
    }

    func encode(_ body: [UInt8]) async throws -> [UInt8] { try await apply(.encode, body) }

    func decode(_ body: [UInt8]) async throws -> [UInt8] { try await apply(.decode, body) }

    private func apply(_ action: PayloadTranscoder.Action, _ body: [UInt8]) async throws -> [UInt8] {
        do {
            return Array(try await transcoder.apply(action, to: Data(body)))
        } catch let refusal as PayloadTranscoder.Refusal {
            throw PayloadCodingError(reason: refusal.description)
        }
    }
}
