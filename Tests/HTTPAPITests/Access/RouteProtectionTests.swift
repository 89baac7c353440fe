import Access
import HTTPAPI
import HTTPTypes
import Testing

/// Derived from the table of routes, so that no route can be without its case.
@Suite
struct RouteProtectionTests {
    @Test
    func `every protected route refuses a call without a key, and one without the scope`() async throws {
        try await APIFixture.with { api in
            var protected = 0
            for route in api.api.table.routes {
                let path = route.template.text.filled()
                guard case .scope(let scope) = route.protection else { continue }
                protected += 1
                let anonymous = try await api.call(route.method, path, "{", headers: [("No-Key", "")])
                #expect(anonymous.status == 401, "\(route.method) \(path)")
                #expect(anonymous.header("WWW-Authenticate")?.hasPrefix("Bearer") == true)
                #expect(anonymous.header("Content-Type") == "application/problem+json")
                for (held, secret) in api.secrets {
                    let reply = try await api.call(route.method, path, "{", headers: [("X-API-Key", secret)])
                    if held == scope || held == .admin {
                        #expect(reply.status != 401 && reply.status != 403, "\(route.method) \(path) \(held)")
                    } else {
                        #expect(reply.status == 403, "\(route.method) \(path) \(held)")
                        #expect(try reply.json["message"].text == "The key needs the scope \(scope.rawValue)")
                    }
                }
            }
            #expect(protected > 20)
        }
    }

    @Test
    func `only health, metrics and the API's description are open`() async throws {
        try await APIFixture.with { api in
            let open = api.api.table.routes.filter { $0.protection == .open }
            #expect(
                open.map(\.template.text).sorted() == [
                    "/actuator/health", "/health/live", "/health/ready", "/metrics", "/openapi.json",
                ]
            )
            for route in open {
                let reply = try await api.call(route.method, route.template.text, headers: [("No-Key", "")])
                #expect(reply.status == 200, "\(route.template.text)")
            }
        }
    }

    @Test
    func `the OpenAPI document describes these routes and no others`() async throws {
        try await APIFixture.with { api in
            let document = try await api.call(.get, "/openapi.json").json
            let described = document["paths"].members.flatMap { path, item in
                item.members.keys.filter { $0 != "parameters" }.map { "\($0.uppercased()) \(path)" }
            }
            let served = api.api.table.routes.map { "\($0.method.rawValue) \($0.template.text)" }
            #expect(described.sorted() == served.sorted())
        }
    }
}
