import HTTPTypes
import OMSKernel
import Orders
import Testing

@Suite
struct StorefrontTests {
    @Test(arguments: Backend.allCases)
    func `the contract's answers come byte for byte`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let made = try await api.call(.post, "/storefront/orders", #"{"items":[{"productId":"p1","quantity":2}]}"#)
            #expect(made.status == 201)
            #expect(made.header("Content-Type") == "application/json")
            let id = try #require(try made.json["orderId"].text)
            #expect(made.text == #"{"orderId":"\#(id)","status":"PENDING"}"#)
            #expect(made.header("Location") == "/storefront/orders/\(id)")
            #expect(try await api.call(.get, "/storefront/orders/\(id)").text == made.text)
            let refused = try await api.call(.post, "/storefront/orders", #"{"items":[]}"#)
            #expect(refused.status == 400)
            #expect(refused.header("Content-Type") == "application/json")
            #expect(
                refused.text == #"{"status":400,"message":"Validation failed","#
                    + #""errors":{"items":"items must not be empty"},"timestamp":"\#(api.now)"}"#
            )
        }
    }

    @Test
    func `an item without a product is told so in the storefront's own words`() async throws {
        try await APIFixture.with { api in
            let body = #"{"items":[{"productId":"p1","quantity":0},{"quantity":1}]}"#
            let refused = try await api.call(.post, "/storefront/orders", body)
            #expect(refused.status == 400)
            #expect(try refused.error("items[0].quantity") == "items[0].quantity must be at least 1")
            #expect(try refused.error("items[1].productId") == "items[1].productId is required")
            #expect(try refused.error("items[1].sku") == nil)
        }
    }

    @Test
    func `other refusals are problems`() async throws {
        try await APIFixture.with { api in
            let malformed = try await api.call(.post, "/storefront/orders", "{")
            #expect(try malformed.json.members.keys.sorted() == ["errors", "message", "status", "timestamp"])
            let anonymous = try await api.call(.post, "/storefront/orders", "{}", headers: [("No-Key", "")])
            #expect(anonymous.status == 401)
            #expect(anonymous.header("Content-Type") == "application/problem+json")
        }
    }

    @Test(arguments: Backend.allCases)
    func `a key holds here too`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let body = #"{"items":[{"productId":"p1","quantity":2}]}"#
            let headers = [("Idempotency-Key", "\"k\"")]
            let first = try await api.call(.post, "/storefront/orders", body, headers: headers)
            let again = try await api.call(.post, "/storefront/orders", body, headers: headers)
            #expect(again.status == 200)
            #expect(again.text == first.text)
            #expect(again.header("Idempotent-Replayed") == "true")
        }
    }

    @Test(
        arguments: [
            ([], "PENDING"), ([.validate], "PENDING"), ([.validate, .reserve], "CONFIRMED"),
            ([.validate, .reserve, .startFulfillment], "CONFIRMED"),
            ([.validate, .reserve, .startFulfillment, .ship], "SHIPPED"), ([.cancel(reason: nil)], "CANCELLED"),
            ([.fail(reason: "no stock")], "CANCELLED"),
        ] as [([OrderCommand], String)]
    )
    func `a status is told in the storefront's words`(commands: [OrderCommand], status: String) async throws {
        try await APIFixture.with { api in
            let id = try #require(try await api.place()["orderId"].text)
            for command in commands { try await api.drive(id, command) }
            #expect(try await api.call(.get, "/storefront/orders/\(id)").json["status"].text == status)
        }
    }
}
