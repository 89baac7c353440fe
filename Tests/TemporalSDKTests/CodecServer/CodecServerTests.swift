import Crypto
import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct CodecServerTests {
    private let codec: AESGCMPayloadCodec
    private let server: CodecServer

    init() throws {
        let codec = try AESGCMPayloadCodec(key: EncryptionKey(id: "k", key: SymmetricKey(size: .bits256)))
        self.codec = codec
        server = CodecServer(
            allowedOrigins: ["https://ui.example"],
            maximumBodyBytes: 1_000,
            isAuthorized: { authorization, _ in authorization == "Bearer right" },
            codec: { $0 == "default" ? codec : nil }
        )
    }

    private func post(
        _ path: String,
        _ body: String,
        headers: [String: String] = [:]
    ) async -> CodecServer.Response {
        let known = ["authorization": "Bearer right", "x-namespace": "default", "origin": "https://ui.example"]
        return await server.respond(
            to: .init(
                method: "POST",
                path: path,
                headers: known.merging(headers) { _, new in new },
                body: Data(body.utf8)
            )
        )
    }

    private func json(_ payload: APIPayload) throws -> String {
        try APIPayloads.with { $0.payloads = [payload] }.jsonString()
    }

    @Test
    func `what encode makes decode undoes, under any path before the last segment`() async throws {
        let plain = #"{"payloads":[{"metadata":{"encoding":"anNvbi9wbGFpbg=="},"data":"InNlY3JldCI="}]}"#
        let encoded = await post("/codec/default/encode", plain)
        #expect(encoded.status == 200 && encoded.headers["Content-Type"] == "application/json")
        let text = String(decoding: encoded.body, as: UTF8.self)
        #expect(text.contains("YmluYXJ5L2VuY3J5cHRlZA=="))
        let decoded = await post("/decode", text)
        #expect(try APIPayloads(jsonUTF8Data: decoded.body) == APIPayloads(jsonString: plain))
    }

    @Test
    func `bad input is refused without a word about the data`() async throws {
        #expect(await post("/decode", "no JSON").status == 400)
        let strange = APIPayload(
            encoding: .binaryEncrypted,
            data: Data([1, 2, 3]),
            metadata: ["encryption-key-id": Data("k".utf8)]
        )
        #expect(await post("/decode", try json(strange)).status == 400)
        #expect(await post("/decode", "{}", headers: ["x-namespace": "other"]).status == 400)
        #expect(await post("/decode", String(repeating: " ", count: 1_001)).status == 413)
        #expect(await post("/else", "{}").status == 404)
    }

    @Test
    func `nobody reads without the right authorization`() async {
        #expect(await post("/decode", "{}", headers: ["authorization": "Bearer wrong"]).status == 401)
        let request = CodecServer.Request(method: "POST", path: "/decode", headers: [:], body: Data())
        #expect(await server.respond(to: request).status == 401)
        let get = CodecServer.Request(method: "GET", path: "/decode", headers: [:], body: Data())
        #expect(await server.respond(to: get).status == 405)
    }

    @Test
    func `a browser of a known origin may ask, another one not`() async {
        func preflight(_ origin: String) async -> CodecServer.Response {
            await server.respond(
                to: .init(method: "OPTIONS", path: "/decode", headers: ["origin": origin], body: Data())
            )
        }
        let known = await preflight("https://ui.example")
        #expect(known.status == 204)
        #expect(known.headers["Access-Control-Allow-Origin"] == "https://ui.example")
        #expect(known.headers["Access-Control-Allow-Headers"]?.contains("X-Namespace") == true)
        #expect(await preflight("https://other.example").headers["Access-Control-Allow-Origin"] == nil)
    }
}
