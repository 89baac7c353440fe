import Access
import HTTPTypes
import Testing

@Suite
struct KeyTests {
    @Test(arguments: Backend.allCases)
    func `a key's secret is shown once and never again`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let made = try await api.call(
                .post,
                "/keys",
                #"{"name":"shop","scopes":["orders:write","orders:read"],"rateLimit":{"requests":5,"windowSeconds":60}}"#
            )
            #expect(made.status == 201)
            let id = try #require(try made.json["keyId"].text)
            let secret = try #require(try made.json["secret"].text)
            #expect(secret.hasPrefix("oms_\(id)_"))
            let shown =
                #"{"keyId":"\#(id)","name":"shop","scopes":["orders:read","orders:write"],"#
                + #""rateLimit":{"requests":5,"windowSeconds":60},"createdAt":"\#(api.now)","expiresAt":null,"revokedAt":null"#
            #expect(made.text == shown + #","secret":"\#(secret)"}"#)
            #expect(made.header("Cache-Control") == "no-store")
            let list = try await api.call(.get, "/keys?limit=100")
            #expect(list.text.contains(shown + "}"))
            #expect(!list.text.contains(secret))
        }
    }

    @Test(arguments: Backend.allCases)
    func `keys are listed page by page in the order they were made`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let first = try await api.call(.get, "/keys?limit=7").json
            let cursor = try #require(first["nextCursor"].text)
            let second = try await api.call(.get, "/keys?limit=7&cursor=\(cursor)").json
            #expect(second["nextCursor"] == .null)
            let names = (first["data"].elements + second["data"].elements).compactMap { $0["name"].text }
            #expect(names == Scope.allCases.map(\.rawValue))
        }
    }

    @Test(arguments: [
        (#"{"scopes":["admin"]}"#, "name", "is required"), (#"{"name":"a"}"#, "scopes", "must not be empty"),
        (#"{"name":"","scopes":["admin"]}"#, "name", "must not be empty"),
        (
            #"{"name":"a","scopes":["root"]}"#, "scopes[0]",
            "must be one of orders:read, orders:write, inventory:read, inventory:write, warehouse:read, warehouse:write, shipping:read, shipping:write, workflows:read, workflows:write, ops, payloads, admin"
        ),
        (#"{"name":"a","scopes":[1]}"#, "scopes[0]", "must be a text, not a number"),
        (#"{"name":"a","scopes":["admin"],"expiresAt":"2020-01-01"}"#, "expiresAt", "must be in the future"),
        (
            #"{"name":"a","scopes":["admin"],"expiresAt":"soon"}"#, "expiresAt",
            "must be a moment such as 2026-11-20T10:00:00Z, or a date"
        ),
        (#"{"name":"a","scopes":["admin"],"rateLimit":{}}"#, "rateLimit.requests", "is required"),
        (
            #"{"name":"a","scopes":["admin"],"rateLimit":{"requests":0}}"#, "rateLimit.requests",
            "must be 1 to 1000000"
        ),
        (
            #"{"name":"a","scopes":["admin"],"rateLimit":{"requests":1,"windowSeconds":86401}}"#,
            "rateLimit.windowSeconds", "must be 1 to 86400"
        ),
    ])
    func `a wrong key is refused by name`(body: String, field: String, text: String) async throws {
        try await APIFixture.with { api in
            let reply = try await api.call(.post, "/keys", body)
            #expect(reply.status == 400)
            #expect(try reply.error(field) == "\(field) \(text)")
        }
    }

    @Test
    func `a limited key is told what is left, and to wait`() async throws {
        try await APIFixture.with { api in
            let body = #"{"name":"a","scopes":["orders:read"],"rateLimit":{"requests":2,"windowSeconds":10}}"#
            let key = [("X-API-Key", try #require(try await api.call(.post, "/keys", body).json["secret"].text))]
            let first = try await api.call(.get, "/orders", headers: key)
            #expect(first.status == 200)
            #expect(first.header("RateLimit-Policy") == #""default";q=2;w=10"#)
            #expect(first.header("RateLimit") == #""default";r=1;t=10"#)
            api.monotonic.advance(by: .milliseconds(3_500))
            #expect(try await api.call(.get, "/orders", headers: key).header("RateLimit") == #""default";r=0;t=7"#)
            let third = try await api.call(.get, "/orders?limit=0", headers: key)
            #expect(third.status == 429)
            #expect(third.header("Retry-After") == "7")
            #expect(third.header("RateLimit") == #""default";r=0;t=7"#)
            #expect(third.header("Content-Type") == "application/problem+json")
            #expect(try await api.call(.post, "/orders", "{}", headers: key).status == 403)
            api.monotonic.advance(by: .milliseconds(6_500))
            #expect(try await api.call(.get, "/orders", headers: key).status == 200)
            let free = try await api.call(.get, "/orders")
            #expect(free.header("RateLimit") == nil)
        }
    }
}
