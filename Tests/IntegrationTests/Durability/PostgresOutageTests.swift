import TestSupport
import Testing

/// PostgreSQL goes and comes; the server stays.
@Suite struct PostgresOutageTests {
    @Test func `a server starts while PostgreSQL is away and works when it comes`() async throws {
        let cluster = try await PostgresCluster()
        let deployment = try await Deployment(.postgres, on: cluster)
        try await cluster.stop(mode: .fast)
        let server = try await deployment.start()
        #expect(try await server.caller.get("/health/live").status == 200)
        #expect(try await server.caller.get("/health/ready").status == 503)
        let refused = try await server.caller.place(key: "early")
        #expect(refused.status == 503)
        #expect(refused.header("Retry-After") != nil)
        #expect(refused.header("Content-Type") == "application/problem+json")
        try await cluster.start()
        try await server.waitUntilReady()
        #expect(try await server.caller.place(key: "early").status == 201)
        try await server.waitUntilDelivered()
        #expect(await server.stop() == 0)
    }

    @Test func `a server that waits for PostgreSQL stops at once when it is told to`() async throws {
        let cluster = try await PostgresCluster()
        let deployment = try await Deployment(.postgres, on: cluster)
        try await cluster.stop(mode: .fast)
        let server = try await deployment.start()
        let start = ContinuousClock.now
        #expect(await server.stop() == 0)
        #expect(ContinuousClock.now - start < .seconds(15))
    }

    @Test func `a submission is taken while PostgreSQL is away, and becomes an order when it is back`() async throws {
        let cluster = try await PostgresCluster()
        let deployment = try await Deployment(.postgres, on: cluster)
        let server = try await deployment.start(["OMS_ROLES": "api,relay,engine,worker:orders"])
        try await server.waitUntilReady()
        let made = try await server.caller.post("/keys", #"{"name":"shop","scopes":["orders:write","orders:read"]}"#)
        let caller = Caller(port: server.caller.port, key: try JSONText.member("secret", of: made.text))
        // From here on the server knows the caller.
        #expect(try await caller.get("/orders").status == 200)
        try await cluster.stop(mode: .fast)
        let body = #"{"requestId":"held","items":[{"sku":"A-1","quantity":2}]}"#
        for _ in 0..<2 { #expect(try await caller.post("/submissions", body).status == 202) }
        let other = #"{"requestId":"held","items":[{"sku":"A-1","quantity":3}]}"#
        #expect(try await caller.post("/submissions", other).status == 422)
        let held = try await caller.get("/submissions/held")
        #expect(held.status == 200)
        #expect(["RECEIVED", "VALIDATED"].contains(try JSONText.member("status", of: held.text)))
        try await cluster.start()
        let isCreated = try await eventually {
            let shown = try await caller.get("/submissions/held")
            return try JSONText.member("status", of: shown.text) == "CREATED"
        }
        #expect(isCreated)
        let shown = try await caller.get("/submissions/held")
        let order = try await caller.get("/orders/\(try JSONText.member("orderId", of: shown.text))")
        #expect(try order.decoded(OrderView.self).requestId == "held")
        #expect(await server.stop() == 0)
    }

    @Test func `PostgreSQL crashes under load and nothing confirmed is lost`() async throws {
        var random = SeededRandom.announced(for: "PostgreSQL stopped under load")
        let cluster = try await PostgresCluster()
        let deployment = try await Deployment(.postgres, on: cluster)
        let server = try await deployment.start()
        try await server.waitUntilReady()
        let load = Load(server.caller, seed: random.next() >> 16)
        let running = Task { await load.run() }
        for _ in 0..<2 {
            try await load.waitForOrders(Int.random(in: 20...80, using: &random))
            let before = load.account.refusals
            try await cluster.stop(mode: .immediate)
            #expect(await eventually { load.account.refusals > before })
            #expect(try await server.caller.get("/health/live").status == 200)
            try await cluster.start()
        }
        try await load.waitForOrders(20)
        load.end()
        await running.value
        try await server.waitUntilReady()
        try await server.waitUntilDelivered()
        let account = load.account
        #expect(account.refusalsWithoutTime == 0)
        try await Audit.check(server, account, delivered: server.standardOutput)
        #expect(await server.stop() == 0)
    }
}
