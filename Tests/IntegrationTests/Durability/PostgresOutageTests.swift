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
