import HTTPAPI
import HTTPTypes
import OMSKernel
import Orders
import Testing

@Suite
struct IdempotencyTests {
    private static let body = #"{"items":[{"sku":"A-1","quantity":2}]}"#

    @Test(arguments: Backend.allCases)
    func `a repeated key answers the first order`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let first = try await api.call(.post, "/orders", Self.body, headers: [("Idempotency-Key", "\"k-1\"")])
            #expect(first.status == 201)
            for key in ["\"k-1\"", "k-1"] {
                let again = try await api.call(
                    .post,
                    "/orders",
                    #"{ "items" : [ { "quantity":2.0, "productId":"A-1" } ], "priority":0 }"#,
                    headers: [("Idempotency-Key", key)]
                )
                #expect(again.status == 200)
                #expect(again.text == first.text)
                #expect(again.header("Idempotent-Replayed") == "true")
                #expect(again.header("Location") == first.header("Location"))
            }
            let byBody = try await api.call(
                .post,
                "/orders",
                #"{"requestId":"k-1","items":[{"sku":"A-1","quantity":2}]}"#
            )
            #expect(byBody.status == 200)
            #expect(try await api.call(.get, "/orders").json["data"].elements.count == 1)
        }
    }

    @Test(arguments: Backend.allCases)
    func `a key used for something else is refused`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            _ = try await api.call(.post, "/orders", Self.body, headers: [("Idempotency-Key", "k-1")])
            let other = try await api.call(
                .post,
                "/orders",
                #"{"items":[{"sku":"A-1","quantity":3}]}"#,
                headers: [("Idempotency-Key", "k-1")]
            )
            #expect(other.status == 422)
            #expect(other.header("Content-Type") == "application/problem+json")
            let storefront = try await api.call(
                .post,
                "/storefront/orders",
                Self.body,
                headers: [("Idempotency-Key", "k-1")]
            )
            #expect(storefront.status == 422)
        }
    }

    @Test(arguments: Backend.allCases)
    func `the key of a deleted order answers that it is gone`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let order = try await api.place(#"{"requestId":"k-1","items":[{"sku":"A-1","quantity":2}]}"#)
            let path = "/orders/\(order["orderId"].text ?? "")"
            _ = try await api.call(.post, path + "/cancel")
            #expect(try await api.call(.delete, path).status == 204)
            let again = try await api.call(.post, "/orders", Self.body, headers: [("Idempotency-Key", "k-1")])
            #expect(again.status == 410)
        }
    }

    @Test(arguments: Backend.allCases)
    func `an external id belongs to one order of its channel`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            func body(_ quantity: Int, _ channel: String) -> String {
                #"{"externalOrderId":"S-1","channel":"\#(channel)","items":[{"sku":"A","quantity":\#(quantity)}]}"#
            }
            let first = try await api.call(.post, "/orders", body(1, "SHOPIFY"))
            let same = try await api.call(.post, "/orders", body(1, "SHOPIFY"))
            #expect(same.status == 200)
            #expect(same.text == first.text)
            #expect(same.header("Idempotent-Replayed") == "true")
            let other = try await api.call(.post, "/orders", body(2, "SHOPIFY"))
            #expect(other.status == 409)
            #expect(other.text.contains(try #require(try first.json["orderId"].text)))
            #expect(try await api.call(.post, "/orders", body(2, "OTHER")).status == 201)
        }
    }

    @Test(arguments: [
        "\"", "\"a", "a\"", "\"a\"b\"", "\"a\\b\"", "\"\"", "a b", "\"a b\"", "é", String(repeating: "k", count: 256),
    ])
    func `a malformed key is refused by name`(key: String) async throws {
        try await APIFixture.with { api in
            let reply = try await api.call(.post, "/orders", Self.body, headers: [("Idempotency-Key", key)])
            #expect(reply.status == 400)
            #expect(try reply.error("Idempotency-Key")?.hasPrefix("Idempotency-Key must be") == true)
        }
    }

    @Test
    func `an escaped key is the same as its plain form`() async throws {
        try await APIFixture.with { api in
            let key = #""a\"b\\c""#
            let first = try await api.call(.post, "/orders", Self.body, headers: [("Idempotency-Key", key)])
            #expect(try first.json["requestId"].text == #"a"b\c"#)
        }
    }

    @Test
    func `two keys are refused`() async throws {
        try await APIFixture.with { api in
            let twice = try await api.call(
                .post,
                "/orders",
                Self.body,
                headers: [("Idempotency-Key", "a"), ("Idempotency-Key", "a")]
            )
            #expect(twice.status == 400)
            #expect(try twice.error("Idempotency-Key") == "Idempotency-Key must be given once")
            let differing = try await api.call(
                .post,
                "/orders",
                #"{"requestId":"a","items":[{"sku":"A-1","quantity":2}]}"#,
                headers: [("Idempotency-Key", "b")]
            )
            #expect(differing.status == 400)
            #expect(try differing.error("requestId")?.contains("same as the Idempotency-Key") == true)
        }
    }

    @Test
    func `a request that still runs answers 409 with a time to come again`() async throws {
        try await APIFixture.with(adjust: {
            $0.orders = FailingOrderStore(OrderError.keyInFlight(RequestKey(trusted: "k")))
        }) {
            api in
            let reply = try await api.call(.post, "/orders", Self.body, headers: [("Idempotency-Key", "k")])
            #expect(reply.status == 409)
            #expect(reply.header("Retry-After") == "1")
        }
    }
}
