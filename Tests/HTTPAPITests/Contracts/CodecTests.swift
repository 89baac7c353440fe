import Access
import HTTPAPI
import HTTPTypes
import Testing

/// `/codec`: who may use it, from where, and what it makes of bodies.
@Suite
struct CodecTests {
    /// Writes which way it was asked before what it was given.
    private struct Echo: PayloadCoding {
        func encode(_ body: [UInt8]) async throws -> [UInt8] { Array("encoded ".utf8) + body }

        func decode(_ body: [UInt8]) async throws -> [UInt8] {
            if body == Array("{}".utf8) { throw PayloadCodingError(reason: "holds nothing") }
            return Array("decoded ".utf8) + body
        }
    }

    private static let ui = "https://temporal.example"

    private func with(origins: Set<String> = [], _ body: (APIFixture) async throws -> Void) async throws {
        try await APIFixture.with(
            adjust: {
                $0.payloads = Echo()
                $0.codecOrigins = origins
            },
            body
        )
    }

    @Test
    func `a key with the scope encodes and decodes`() async throws {
        try await with { api in
            let secret = try #require(api.secrets[.payloads])
            for (path, answer) in [("/codec/encode", "encoded {\"a\":1}"), ("/codec/decode", "decoded {\"a\":1}")] {
                let reply = try await api.call(
                    .post,
                    path,
                    "{\"a\":1}",
                    headers: [("Authorization", "Bearer \(secret)")]
                )
                #expect(reply.status == 200 && reply.text == answer)
                #expect(reply.header("Content-Type") == "application/json")
                #expect(reply.header("Cache-Control") == "no-store")
            }
        }
    }

    @Test
    func `a body that cannot be coded is a 400 that says why, one that is too long a 413`() async throws {
        try await with { api in
            let bad = try await api.call(.post, "/codec/decode", "{}")
            #expect(bad.status == 400)
            #expect(try bad.error("body") == "body holds nothing")
            let type = try await api.call(.post, "/codec/decode", "{}", headers: [("Content-Type", "text/plain")])
            #expect(type.status == 415)
            // More than an order may have, and still allowed here.
            let long = String(repeating: "x", count: 2 * 1_048_576)
            #expect(try await api.call(.post, "/codec/encode", long).status == 200)
            let tooLong = String(repeating: "x", count: 8 * 1_048_576 + 1)
            #expect(try await api.call(.post, "/codec/encode", tooLong).status == 413)
        }
    }

    @Test
    func `a server without keys for payloads says so`() async throws {
        try await APIFixture.with { api in
            let reply = try await api.call(.post, "/codec/decode", "{}")
            #expect(reply.status == 503)
        }
    }

    @Test
    func `pages of other origins may not call it unless it is configured`() async throws {
        try await with { api in
            let asked = try await api.call(.options, "/codec/decode", headers: [("Origin", Self.ui), ("No-Key", "")])
            #expect(asked.status == 405)
            #expect(asked.header("Access-Control-Allow-Origin") == nil)
            let reply = try await api.call(.post, "/codec/decode", "{\"a\":1}", headers: [("Origin", Self.ui)])
            #expect(reply.header("Access-Control-Allow-Origin") == nil)
        }
    }

    @Test
    func `the configured origin may, and reads refusals too`() async throws {
        try await with(origins: [Self.ui]) { api in
            let headers = [("Origin", Self.ui), ("Access-Control-Request-Method", "POST"), ("No-Key", "")]
            let asked = try await api.call(.options, "/codec/decode", headers: headers)
            #expect(asked.status == 204)
            #expect(asked.header("Access-Control-Allow-Origin") == Self.ui)
            #expect(asked.header("Access-Control-Allow-Methods") == "POST")
            #expect(asked.header("Access-Control-Allow-Headers")?.contains("Authorization") == true)
            #expect(asked.header("Vary") == "Origin")
            let refused = try await api.call(
                .post,
                "/codec/decode",
                "{\"a\":1}",
                headers: [("Origin", Self.ui), ("No-Key", "")]
            )
            #expect(refused.status == 401 && refused.header("Access-Control-Allow-Origin") == Self.ui)
            let reply = try await api.call(.post, "/codec/decode", "{\"a\":1}", headers: [("Origin", Self.ui)])
            #expect(reply.status == 200 && reply.header("Access-Control-Allow-Origin") == Self.ui)
        }
    }

    @Test
    func `another origin may not, and no other path has become open`() async throws {
        try await with(origins: [Self.ui]) { api in
            let other = [("Origin", "https://elsewhere.example"), ("No-Key", "")]
            let asked = try await api.call(.options, "/codec/decode", headers: other)
            #expect(asked.header("Access-Control-Allow-Origin") == nil)
            #expect(asked.header("Access-Control-Allow-Methods") == nil)
            let orders = try await api.call(.options, "/orders", headers: [("Origin", Self.ui), ("No-Key", "")])
            #expect(orders.status == 405 && orders.header("Access-Control-Allow-Origin") == nil)
        }
    }
}
