import HTTPAPI
import HTTPTypes
import Testing

@Suite
struct TargetTests {
    @Test(arguments: [
        "/", "/nothing", "/orders/", "//orders", "/orders//cancel", "/ORDERS", "/orders%2Fx", "/%zz", "/%00",
    ])
    func `a path that is none is 404`(path: String) async throws {
        try await APIFixture.with { api in
            let reply = try await api.call(.get, path, headers: [("No-Key", "")])
            #expect(reply.status == 404)
            #expect(reply.header("Content-Type") == "application/problem+json")
            #expect(try reply.json["instance"].text?.hasPrefix("/") == true)
        }
    }

    @Test
    func `every path answers other methods with those it has`() async throws {
        try await APIFixture.with { api in
            let paths = Dictionary(grouping: api.api.table.routes, by: \.template.text)
            for (template, routes) in paths {
                let path = template.filled()
                var known = Set(routes.map(\.method))
                if known.contains(.get) { known.insert(.head) }
                for method: HTTPRequest.Method in [
                    .get, .head, .post, .put, .patch, .delete, .trace, .options, .connect,
                ]
                where !known.contains(method) {
                    let reply = try await api.call(method, path, headers: [("No-Key", "")])
                    #expect(reply.status == 405, "\(method) \(path)")
                    let allowed = Set((reply.header("Allow") ?? "").split(separator: ", ").map(String.init))
                    #expect(allowed == Set(known.map(\.rawValue)), "\(method) \(path)")
                }
            }
        }
    }

    @Test(arguments: [
        "1", "abc", "%00", "%F0%9F%98%80", "01932f6e-3c00-4000-8000-000000000001", "'%20OR%201=1--", "..", "null",
    ])
    func `an id that is none is 404 wherever it stands`(id: String) async throws {
        try await APIFixture.with { api in
            for (method, path, body) in [
                (HTTPRequest.Method.get, "/orders/\(id)", nil), (.patch, "/orders/\(id)", "{}"),
                (.delete, "/orders/\(id)", nil), (.post, "/orders/\(id)/cancel", nil),
                (.get, "/orders/\(id)/events", nil), (.get, "/storefront/orders/\(id)", nil),
                (.delete, "/keys/\(id)", nil), (.post, "/events/dead/\(id)/retry", nil),
                (.get, "/customers/\(id)", nil),
            ] as [(HTTPRequest.Method, String, String?)] {
                let reply = try await api.call(method, path, body)
                #expect(reply.status == 404, "\(method) \(path)")
                #expect(reply.header("Content-Type") == "application/problem+json")
                #expect(try reply.json["message"].text?.hasPrefix("There is no") == true)
            }
        }
    }

    @Test
    func `HEAD is GET without its body`() async throws {
        try await APIFixture.with { api in
            let id = try #require(try await api.place()["orderId"].text)
            let get = try await api.call(.get, "/orders/\(id)")
            let head = try await api.call(.head, "/orders/\(id)")
            #expect(head.status == 200)
            #expect(head.text.isEmpty)
            #expect(head.header("ETag") == get.header("ETag"))
            #expect(head.header("Content-Length") == String(get.text.utf8.count))
        }
    }
}

extension String {
    /// A template with something in its places.
    func filled() -> String {
        split(separator: "/", omittingEmptySubsequences: false).map { part in
            guard part.hasPrefix("{") else { return String(part) }
            return part == "{position}" ? "17" : "01932f6e-3c00-7000-8000-000000000001"
        }.joined(separator: "/")
    }
}
