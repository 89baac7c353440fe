import TestSupport
import Testing

/// The short form of `make soak`: the server is killed under load, three times.
@Suite struct KillTests {
    private static let rounds = 3

    @Test(arguments: DatabaseKind.allCases)
    func `what was confirmed survives kill -9 under load, once`(kind: DatabaseKind) async throws {
        var random = SeededRandom.announced(for: "kill -9 under load, \(kind)")
        let deployment = try await Deployment(kind)
        var server = try await deployment.start()
        try await server.waitUntilReady()
        let load = Load(server.caller, seed: random.next() >> 16)
        let running = Task { await load.run() }
        var delivered: [String] = []
        for _ in 0..<Self.rounds {
            try await load.waitForOrders(Int.random(in: 20...120, using: &random))
            await server.kill()
            delivered += server.standardOutput
            server = try await deployment.start()
            load.move(to: server.caller)
        }
        try await load.waitForOrders(20)
        load.end()
        await running.value
        try await server.waitUntilReady()
        try await server.waitUntilDelivered()
        let account = load.account
        #expect(account.broken > 0, "nobody noticed the kills")
        try await Audit.check(server, account, delivered: delivered + server.standardOutput)
        #expect(await server.stop() == 0)
    }
}
