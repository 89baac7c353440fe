import Testing

/// The storefront's contract, against the program itself.
@Suite struct StorefrontTests {
    @Test(arguments: DatabaseKind.allCases)
    func `the storefront's request, 201 and 400 are those of its document`(kind: DatabaseKind) async throws {
        try await Deployment(kind).withServer { server in
            let path = "/storefront/orders"
            let body = #"{"items":[{"productId":"p1","quantity":2}]}"#
            let made = try await server.caller.post(path, body, headers: [("Idempotency-Key", "shop-1")])
            #expect(made.status == 201)
            #expect(made.header("Content-Type") == "application/json")
            let id = try JSONText.member("orderId", of: made.text)
            #expect(made.text == #"{"orderId":"\#(id)","status":"PENDING"}"#)
            let again = try await server.caller.post(path, body, headers: [("Idempotency-Key", "shop-1")])
            #expect(again.status == 200)
            #expect(again.text == made.text)
            #expect(try await server.caller.get("\(path)/\(id)").text == made.text)
            #expect(try await server.caller.get("/orders/\(id)").decoded(OrderView.self).status == "CREATED")
            let refused = try await server.caller.post(path, #"{"items":[]}"#)
            #expect(refused.status == 400)
            let expected =
                /\{"status":400,"message":"Validation failed","errors":\{"items":"items must not be empty"\},"timestamp":"[0-9T:.\-]+Z"\}/
            #expect(refused.text.wholeMatch(of: expected) != nil, "\(refused.text)")
            try await server.caller.cancel(id)
            #expect(try await server.caller.get("\(path)/\(id)").text == #"{"orderId":"\#(id)","status":"CANCELLED"}"#)
        }
    }
}
