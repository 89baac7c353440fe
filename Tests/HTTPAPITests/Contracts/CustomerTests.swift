import HTTPTypes
import Testing

@Suite
struct CustomerTests {
    @Test(arguments: Backend.allCases)
    func `a customer is made, found, changed and cleared`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let made = try await api.call(
                .post,
                "/customers",
                #"{"customerId":"cust-1","name":"Ada","email":"ada@example.org","address":"1 St\nOslo"}"#
            )
            #expect(made.status == 201)
            #expect(
                made.text == #"{"customerId":"cust-1","name":"Ada","email":"ada@example.org","address":"1 St\nOslo","#
                    + #""version":1,"createdAt":"\#(api.now)","updatedAt":"\#(api.now)"}"#
            )
            #expect(made.header("Location") == "/customers/cust-1")
            #expect(made.header("ETag") == "\"1\"")
            let changed = try await api.call(
                .patch,
                "/customers/cust-1",
                #"{"email":null,"name":"Ada L"}"#,
                headers: [("If-Match", "\"1\"")]
            )
            #expect(changed.status == 200)
            #expect(try changed.json["email"] == .null)
            #expect(try changed.json["address"].text == "1 St\nOslo")
            #expect(changed.header("ETag") == "\"2\"")
            let stale = try await api.call(.patch, "/customers/cust-1", "{}", headers: [("If-Match", "\"1\"")])
            #expect(stale.status == 412)
            #expect(try await api.call(.get, "/customers/cust-1").text == changed.text)
            #expect(try await api.call(.post, "/customers", #"{"customerId":"cust-1","name":"B"}"#).status == 409)
        }
    }

    @Test(arguments: Backend.allCases)
    func `customers are listed page by page`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            for id in ["b", "a", "C"] {
                _ = try await api.call(.post, "/customers", #"{"customerId":"\#(id)","name":"x"}"#)
            }
            let first = try await api.call(.get, "/customers?limit=2").json
            let cursor = try #require(first["nextCursor"].text)
            let second = try await api.call(.get, "/customers?limit=2&cursor=\(cursor)").json
            let ids = (first["data"].elements + second["data"].elements).compactMap { $0["customerId"].text }
            #expect(ids == ["C", "a", "b"])
            #expect(second["nextCursor"] == .null)
        }
    }

    @Test(arguments: [
        (#"{}"#, "name", "is required"), (#"{"name":1}"#, "name", "must be a text, not a number"),
        (#"{"name":"a","email":"x"}"#, "email", "must be an e-mail address"),
        (#"{"name":"a\u0000"}"#, "name", "must not hold control characters such as NUL"),
        (#"{"name":"a","customerId":"a/b"}"#, "customerId", "must be 1 to 64 of the characters A-Z a-z 0-9 . _ ~ -"),
    ])
    func `a wrong customer is refused by name`(body: String, field: String, text: String) async throws {
        try await APIFixture.with { api in
            let reply = try await api.call(.post, "/customers", body)
            #expect(reply.status == 400)
            #expect(try reply.error(field) == "\(field) \(text)")
        }
    }

    @Test
    func `a customer that is none is 404`() async throws {
        try await APIFixture.with { api async throws in
            #expect(try await api.call(.get, "/customers/nobody").status == 404)
            #expect(try await api.call(.patch, "/customers/nobody", "{}").status == 404)
        }
    }
}
