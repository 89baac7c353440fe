import HTTPTypes
import Testing

@Suite
struct PlaceOrderTests {
    private static let whole = #"""
        {"requestId":"c0ffee-1","externalOrderId":"SHOP-1001","channel":"SHOPIFY","priority":5,"customerId":"cust-1",
        "shipTo":{"name":"Ada L","line1":"1 St","line2":null,"city":"Oslo","region":null,"postalCode":"0150",
        "country":"NO","phone":null,"email":null},
        "items":[{"sku":"A-1","quantity":2,"unitPrice":{"amount":"19.99","currency":"USD"}}]}
        """#

    @Test(arguments: Backend.allCases)
    func `an order is answered as the contract shows it, member by member`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            _ = try await api.call(.post, "/customers", #"{"customerId":"cust-1","name":"Ada"}"#)
            let reply = try await api.call(.post, "/orders", Self.whole)
            #expect(reply.status == 201)
            let id = try #require(try reply.json["orderId"].text)
            let line = try #require(try reply.json["items"].elements.first?["lineId"].text)
            let time = api.now
            #expect(
                reply.text == #"""
                    {"orderId":"\#(id)","requestId":"c0ffee-1","externalOrderId":"SHOP-1001","channel":"SHOPIFY",\#
                    "status":"CREATED","priority":5,"customerId":"cust-1","shipTo":{"name":"Ada L","line1":"1 St",\#
                    "line2":null,"city":"Oslo","region":null,"postalCode":"0150","country":"NO","phone":null,\#
                    "email":null},"items":[{"lineId":"\#(line)","sku":"A-1","quantity":2,\#
                    "unitPrice":{"amount":"19.99","currency":"USD"},"status":"PENDING"}],\#
                    "total":{"amount":"39.98","currency":"USD"},"failureReason":null,"version":1,\#
                    "createdAt":"\#(time)","updatedAt":"\#(time)"}
                    """#
            )
            #expect(reply.header("Location") == "/orders/\(id)")
            #expect(reply.header("ETag") == "\"1\"")
            #expect(reply.header("Idempotent-Replayed") == nil)
            let shown = try await api.call(.get, "/orders/\(id)").text
            #expect(shown.hasPrefix(reply.text.dropLast() + ",\"step\":null"))
        }
    }

    @Test(arguments: Backend.allCases)
    func `one item with sku and quantity is an order`(backend: Backend) async throws {
        try await APIFixture.with(backend) { api in
            let order = try await api.place(#"{"items":[{"productId":"p1","quantity":2}],"unknown":[{}]}"#)
            #expect(order["channel"].text == "MANUAL")
            #expect(order["requestId"].text == order["orderId"].text)
            #expect(order["items"].elements.first?["sku"].text == "p1")
            #expect(order["total"] == .null)
        }
    }
}
