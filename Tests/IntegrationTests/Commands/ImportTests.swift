import Foundation
import TestSupport
import Testing

@Suite struct ImportTests {
    /// The sample file of the repository, 1,000 orders.
    private static let sample = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Examples/orders.jsonl")

    /// A copy, because an import keeps its place in a file beside it.
    private func copy(to folder: TemporaryDirectory) throws -> String {
        let file = folder.file("orders.jsonl")
        try FileManager.default.copyItem(at: Self.sample, to: file)
        return file.path
    }

    @Test(arguments: DatabaseKind.allCases)
    func `imported twice, the sample makes 1,000 orders, and comes out as it went in`(kind: DatabaseKind) async throws {
        let deployment = try await Deployment(kind)
        let file = try copy(to: deployment.folder)
        try await deployment.withServer { server in
            let first = try await server.oms("orders", "import", file, "--quiet")
            #expect(first.standardOutput == "created 1000, already there 0, refused 0\n", "\(first)")
            let second = try await server.oms("orders", "import", file, "--quiet")
            #expect(second.standardOutput == "created 0, already there 1000, refused 0\n", "\(second)")
            let orders = try await server.caller.all("/orders", of: OrderView.self)
            #expect(orders.count == 1_000)
            #expect(Set(orders.map(\.requestId)).count == 1_000)
            let csv = deployment.folder.file("orders.csv").path
            #expect(try await server.oms("orders", "export", csv).status == 0)
            let third = try await server.oms("orders", "import", csv, "--quiet")
            #expect(third.standardOutput == "created 0, already there 1000, refused 0\n", "\(third)")
            try await server.waitUntilDelivered()
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `an import that is killed, and whose server is killed, goes on where it was`(kind: DatabaseKind) async throws {
        let deployment = try await Deployment(kind)
        let file = try copy(to: deployment.folder)
        var server = try await deployment.start()
        try await server.waitUntilReady()
        let port = server.port
        // Slow enough to be met in the middle.
        let limits = ["--rate-limit", "150", "--rate-window", "1s"]
        let made = try await Program.run(
            ["keys", "create", "slow", "--scope", "orders:write", "--json"] + limits,
            environment: server.clientEnvironment
        )
        let slow = ["OMS_API_KEY": try JSONText.member("secret", of: made.standardOutput)]
        let environment = server.clientEnvironment.merging(slow) { $1 }
        let arguments = ["orders", "import", file, "--quiet", "--concurrency", "8"]
        let killed = try ChildProcess(Program.path, arguments, environment: environment)
        try await waitForOrders(50, on: server)
        killed.kill()
        await killed.wait()
        let inTheMiddle = try await server.caller.all("/orders", of: OrderView.self).count
        #expect((50..<1_000).contains(inTheMiddle))

        // The second run goes on by itself while its server is killed and comes back at the same address.
        let resumed = try ChildProcess(Program.path, arguments, environment: environment)
        try await waitForOrders(inTheMiddle + 50, on: server)
        await server.kill()
        server = try await deployment.start(port: port)
        let summary = await resumed.line(containing: "refused")
        #expect(await resumed.wait() == 0, "\(resumed.standardError)")
        #expect(summary?.hasSuffix("refused 0") == true)
        let orders = try await server.caller.all("/orders", of: OrderView.self)
        #expect(orders.count == 1_000)
        #expect(Set(orders.map(\.requestId)).count == 1_000)
        try await server.waitUntilDelivered()
        #expect(await server.stop() == 0)
    }

    private func waitForOrders(_ count: Int, on server: RunningServer) async throws {
        let isThere = try await eventually {
            let metrics = try await server.caller.get("/metrics").text
            let number = metrics.firstMatch(of: /\noms_orders\{status="CREATED"\} ([0-9]+)\n/).flatMap { Int($0.1) }
            return (number ?? 0) >= count
        }
        #expect(isThere)
    }
}
