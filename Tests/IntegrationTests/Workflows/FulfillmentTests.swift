import TestSupport
import Testing

/// Orders on their whole way, through the running program: from `POST /orders` to SHIPPED.
@Suite struct FulfillmentTests {
    private static let simulated = ["OMS_ROLES": "api,relay,engine,worker", "OMS_WAREHOUSE_SIMULATION": "0s"]
    private static let story = [
        "OrderCreated", "OrderValidated", "OrderReserved", "OrderFulfillmentStarted", "OrderShipped",
    ]

    @Test(arguments: DatabaseKind.allCases)
    func `an order is shipped, and its story has each event once`(kind: DatabaseKind) async throws {
        try await Deployment(kind).withServer(Self.simulated) { server in
            try await server.caller.stock("A-1", pieces: 10)
            let order = try await server.caller.place(key: "o-1").decoded(OrderView.self)
            try await server.caller.waitUntil(order.orderId, is: "SHIPPED")
            let events = try await server.caller.events(of: order.orderId)
            #expect(events == Self.story)
            let stock = try await server.caller.get("/inventory/A-1").decoded(StockView.self)
            #expect(stock.onHand == 8 && stock.reserved == 0)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `an order that there is too little stock for fails with what is short`(kind: DatabaseKind) async throws {
        try await Deployment(kind).withServer(Self.simulated) { server in
            try await server.caller.stock("A-1", pieces: 1)
            let order = try await server.caller.place(key: "o-1").decoded(OrderView.self)
            try await server.caller.waitUntil(order.orderId, is: "FAILED")
            let text = try await server.caller.get("/orders/\(order.orderId)").text
            #expect(text.contains("A-1 by 1"))
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `orders under way when the process is killed are shipped by the next one, once`(
        kind: DatabaseKind
    ) async throws {
        let deployment = try await Deployment(kind)
        var server = try await deployment.start(Self.simulated)
        try await server.waitUntilReady()
        try await server.caller.stock("A-1", pieces: 1_000)
        var orders: [String] = []
        for round in 0..<3 {
            for number in 0..<8 {
                orders.append(
                    try await server.caller.place(key: "o-\(round)-\(number)").decoded(OrderView.self).orderId
                )
            }
            await server.kill()
            server = try await deployment.start(Self.simulated)
            try await server.waitUntilReady()
        }
        for id in orders {
            try await server.caller.waitUntil(id, is: "SHIPPED")
            let events = try await server.caller.events(of: id)
            #expect(events == Self.story)
        }
        let stock = try await server.caller.get("/inventory/A-1").decoded(StockView.self)
        #expect(stock.onHand == Int64(1_000 - 2 * orders.count) && stock.reserved == 0)
        #expect(await server.stop() == 0)
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a SKU that runs low is ordered from the supplier, and booked in once`(kind: DatabaseKind) async throws {
        try await Deployment(kind).withServer(Self.simulated) { server in
            try await server.caller.stock("A-1", pieces: 5)
            let policy = #"{"reorderPoint":5,"reorderQuantity":50}"#
            let set = try await server.caller.put("/inventory/A-1", policy)
            #expect(set.status == 200)
            let order = try await server.caller.place(key: "o-1").decoded(OrderView.self)
            try await server.caller.waitUntil(order.orderId, is: "SHIPPED")
            let isThere = try await eventually(pause: .milliseconds(50)) {
                try await server.caller.get("/inventory/A-1").decoded(StockView.self).onHand == 53
            }
            #expect(isThere)
            try await server.waitUntilDelivered()
        }
    }

    @Test func `with PostgreSQL each role can be a process of its own`() async throws {
        let deployment = try await Deployment(.postgres)
        let engine = try await deployment.start([
            "OMS_ROLES": "engine", "OMS_TEMPORAL_LISTEN": "127.0.0.1:0", "OMS_HEALTH_PORT": "0",
        ])
        let address = "127.0.0.1:\(try await engine.temporalPort())"
        let others = try await [
            "api,relay", "worker:orders,worker:inventory", "worker:warehouse,worker:shipping",
        ].asyncMap { roles in
            try await deployment.start([
                "OMS_ROLES": roles, "OMS_TEMPORAL_ADDRESS": address, "OMS_WAREHOUSE_SIMULATION": "0s",
                "OMS_HEALTH_PORT": "0",
            ])
        }
        try await others[0].waitUntilReady()
        let caller = others[0].caller
        try await caller.stock("A-1", pieces: 10)
        let order = try await caller.place(key: "o-1").decoded(OrderView.self)
        try await caller.waitUntil(order.orderId, is: "SHIPPED")
        let events = try await caller.events(of: order.orderId)
        #expect(events == Self.story)
        let health = try await others[1].caller.get("/health/ready").text
        #expect(health.contains(#""worker:orders":{"status":"UP"}"#), "\(health)")
        let hidden = try await others[1].caller.get("/orders")
        #expect(hidden.status == 404)
        // A worker waits for its service, and stops without it.
        await engine.kill()
        for server in others { #expect(await server.stop() == 0) }
    }
}

/// What the tests look at of a SKU's stock.
struct StockView: Decodable, Sendable {
    let onHand: Int64
    let reserved: Int64
}

extension Caller {
    /// Puts pieces on the shelf.
    func stock(_ sku: String, pieces: Int) async throws {
        let reply = try await post(
            "/inventory/\(sku)/adjustments",
            #"{"delta":\#(pieces),"reason":"receipt"}"#,
            headers: [("Idempotency-Key", "\"stock-\(sku)-\(pieces)\"")]
        )
        guard (200...201).contains(reply.status) else {
            throw ServerFailure(description: "\(reply.status) \(reply.text)")
        }
    }

    func waitUntil(_ id: String, is status: String) async throws {
        var last = ""
        let isThere = try await eventually(pause: .milliseconds(20)) {
            let reply = try await get("/orders/\(id)")
            last = reply.text
            return try reply.decoded(OrderView.self).status == status
        }
        guard isThere else { throw ServerFailure(description: "It is not \(status): \(last)") }
    }

    /// The types of an order's events, in their order.
    func events(of id: String) async throws -> [String] {
        try await get("/orders/\(id)/events?limit=100").decoded(PageView<EventView>.self).data.map(\.type)
    }
}

extension RunningServer {
    /// The port of the embedded engine, which the log tells.
    func temporalPort() async throws -> Int {
        try await waitForLog("Temporal's API is open")
        let line = log.split(separator: "\n").first { $0.contains("Temporal's API is open") } ?? ""
        return try #require(line.firstMatch(of: /127\.0\.0\.1:([0-9]+)/).flatMap { Int($0.1) })
    }
}

extension Array {
    fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async throws -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
