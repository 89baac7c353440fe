import Crypto
import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct AESGCMPayloadCodecTests {
    private let payload = APIPayload(encoding: .jsonPlain, data: Data(#""secret""#.utf8), metadata: ["m": Data([1])])

    private func key(_ id: String) throws -> EncryptionKey {
        try EncryptionKey(id: id, key: SymmetricKey(size: .bits256))
    }

    @Test
    func `a payload comes back with its metadata, and hides both meanwhile`() async throws {
        let codec = try AESGCMPayloadCodec(key: key("one"))
        let encrypted = try await codec.encode(payload: payload)
        #expect(encrypted.encodingName == "binary/encrypted")
        #expect(encrypted.metadata["encryption-key-id"] == Data("one".utf8))
        #expect(Set(encrypted.metadata.keys) == ["encoding", "encryption-key-id"])
        #expect(encrypted.data.range(of: Data("secret".utf8)) == nil)
        #expect(try await codec.decode(payload: encrypted) == payload)
        #expect(try await codec.encode(payload: payload).data != encrypted.data, "each has a nonce of its own")
    }

    @Test
    func `a new key writes while the old one still reads`() throws {
        let (old, new) = (try key("old"), try key("new"))
        let written = try AESGCMPayloadCodec(key: old).encrypt(payload)
        let rotated = try AESGCMPayloadCodec(key: new, olderKeys: [old])
        #expect(try rotated.decrypt(written) == payload)
        #expect(try rotated.encrypt(payload).metadata["encryption-key-id"] == Data("new".utf8))
        #expect(throws: CodecError.unknownKey(id: "old")) { try AESGCMPayloadCodec(key: new).decrypt(written) }
    }

    @Test
    func `a changed payload, or one of another key, is refused`() throws {
        let codec = try AESGCMPayloadCodec(key: key("k"))
        var encrypted = try codec.encrypt(payload)
        #expect(throws: CodecError.unreadable(keyID: "k")) {
            try AESGCMPayloadCodec(key: key("k")).decrypt(encrypted)
        }
        encrypted.data[20] ^= 1
        #expect(throws: CodecError.unreadable(keyID: "k")) { try codec.decrypt(encrypted) }
        encrypted.data = Data([1, 2])
        #expect(throws: CodecError.unreadable(keyID: "k")) { try codec.decrypt(encrypted) }
    }

    @Test
    func `what is not encrypted passes through`() throws {
        #expect(try AESGCMPayloadCodec(key: key("k")).decrypt(payload) == payload)
    }

    @Test
    func `a key of another length and a second key of one id are refused`() throws {
        #expect(throws: CodecError.keyLength(id: "k", bits: 128)) {
            try EncryptionKey(id: "k", key: SymmetricKey(size: .bits128))
        }
        #expect(throws: CodecError.repeatedKeyID("k")) {
            try AESGCMPayloadCodec(key: key("k"), olderKeys: [key("k")])
        }
    }

    @Test
    func `a key describes itself without its bytes`() throws {
        let bytes = Data(repeating: 7, count: 32)
        let key = try EncryptionKey(id: "k", key: SymmetricKey(data: bytes))
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key) \(dumped)".contains("7, 7") == false)
        #expect("\(key)" == "encryption key 'k'")
    }

    @Test
    func `the official encryption sample's payloads are read`() throws {
        struct Sample: Decodable {
            var key: Data
            var payload: Data
        }
        let sample = try Fixture.json("encrypted", as: Sample.self)
        let key = try EncryptionKey(id: "test-key-id", key: SymmetricKey(data: sample.key))
        let plain = try AESGCMPayloadCodec(key: key).decrypt(APIPayload(serializedBytes: sample.payload))
        #expect(try DataConverter.default.convertPayload(plain, as: String.self) == "secret")
    }

    @Test
    func `a chain undoes its codecs in the opposite order`() async throws {
        let (inner, outer) = (try AESGCMPayloadCodec(key: key("in")), try AESGCMPayloadCodec(key: key("out")))
        let chain = PayloadCodecChain([inner, outer])
        let encoded = try await chain.encode(payload: payload)
        #expect(encoded.metadata["encryption-key-id"] == Data("out".utf8))
        #expect(try await chain.decode(payload: encoded) == payload)
    }

    @Test
    func `a failure with encoded attributes is encrypted whole`() async throws {
        let converter = DataConverter(
            failureConverter: DefaultFailureConverter(encodesCommonAttributes: true),
            payloadCodec: try AESGCMPayloadCodec(key: key("k"))
        )
        let failure = converter.convertError(
            ApplicationError("Ada's card", details: FailureDetails("Ada"), cause: ApplicationError("Ada too"))
        )
        let encoded = try await converter.encode(failure)
        let bytes: Data = try encoded.serializedBytes()
        #expect(bytes.range(of: Data("Ada".utf8)) == nil)
        let error = try #require(try await converter.convertFailure(converter.decode(encoded)) as? ApplicationError)
        #expect(error.message == "Ada's card")
        #expect((error.cause as? ApplicationError)?.message == "Ada too")
    }
}
