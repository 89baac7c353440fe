import Testing

@Suite struct RestartTests {
    @Test(arguments: DatabaseKind.allCases, [true, false])
    func `an order outlives its server, and its key still answers it`(
        kind: DatabaseKind,
        isKilled: Bool
    ) async throws {
        let deployment = try await Deployment(kind)
        let first = try await deployment.start()
        try await first.waitUntilReady()
        let made = try await first.caller.place(key: "k-1")
        #expect(made.status == 201)
        let order = try made.decoded(OrderView.self)
        #expect(try await first.caller.post("/orders/\(order.orderId)/cancel", "{}").status == 200)
        if isKilled {
            await first.kill()
        } else {
            #expect(await first.stop() == 0)
        }
        try await deployment.withServer { second in
            let again = try await second.caller.place(key: "k-1")
            #expect(again.status == 200)
            #expect(again.header("Idempotent-Replayed") == "true")
            let now = try again.decoded(OrderView.self)
            #expect(now == OrderView(orderId: order.orderId, requestId: "k-1", status: "CANCELLED", version: 2))
            #expect(try await second.caller.all("/orders", of: OrderView.self) == [now])
            let events = try await second.caller.all("/orders/\(order.orderId)/events", of: EventView.self)
            #expect(events.map(\.type) == ["OrderCreated", "OrderCancelled"])
            #expect(events.map(\.sequence) == [1, 2])
            let other = try await second.caller.post(
                "/orders",
                #"{"items":[{"sku":"B-2","quantity":1}]}"#,
                headers: [("Idempotency-Key", "\"k-1\"")]
            )
            #expect(other.status == 422)
            try await second.waitUntilDelivered()
        }
    }
}
