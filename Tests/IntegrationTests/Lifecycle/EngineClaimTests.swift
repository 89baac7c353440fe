import Foundation
import TestSupport
import Testing

/// A deployment has one engine: another one is refused, and an operator can make it the one on purpose.
@Suite(.timeLimit(.minutes(5))) struct EngineClaimTests {
    private static let roles = "api,relay,engine,worker"

    /// The same deployment with a data folder of its own.
    private func elsewhere(_ deployment: Deployment, _ name: String = "elsewhere") -> [String: String] {
        deployment.environment.merging(["OMS_DATA_DIR": "\(deployment.folder.path)/\(name)"]) { $1 }
    }

    private func serve(_ environment: [String: String]) async throws -> Command.Output {
        try await Program.run(["serve"], environment: environment)
    }

    private func copy(_ deployment: Deployment, _ from: String, to: String) throws {
        let folder = deployment.folder.path
        try FileManager.default.copyItem(atPath: "\(folder)/\(from)", toPath: "\(folder)/\(to)")
    }

    @Test func `a second engine with another data folder is refused, also after the first one ended`() async throws {
        let deployment = try await Deployment(.postgres)
        let first = try await deployment.start()
        try await first.waitUntilReady()
        let refused = try await serve(elsewhere(deployment))
        #expect(refused.status == 1, "\(refused)")
        #expect(refused.standardError.contains("are in another engine"), "\(refused.standardError)")
        #expect(refused.standardError.contains("data/engine.sqlite"), "\(refused.standardError)")
        #expect(refused.standardError.contains("oms engine adopt"), "\(refused.standardError)")
        #expect(try await first.caller.place(key: "goes-on").status == 201)
        await first.kill()
        let again = try await serve(elsewhere(deployment))
        #expect(again.status == 1 && again.standardError.contains("are in another engine"), "\(again)")
        // The right one starts at once, whatever became of it.
        try await deployment.withServer { server in
            try await server.waitUntilDelivered()
        }
    }

    @Test func `an engine is adopted on purpose, and the one before is refused from then on`() async throws {
        let deployment = try await Deployment(.postgres)
        let order = try await deployment.withServer { server in
            try await server.caller.stock("A-1", pieces: 10)
            let order = try await server.caller.place(key: "under-way").decoded(OrderView.self)
            try await server.waitUntilDelivered()
            return order
        }
        let environment = elsewhere(deployment)
        let asked = try await Program.run(["engine", "adopt"], environment: environment)
        #expect(asked.status == 4 && asked.standardError.contains("--force"), "\(asked)")
        #expect(try await serve(environment).status == 1)
        let adopted = try await Program.run(["engine", "adopt", "--force"], environment: environment)
        #expect(adopted.status == 0 && adopted.standardError.contains("oms doctor --repair"), "\(adopted)")
        let again = try await Program.run(["engine", "adopt"], environment: environment)
        #expect(again.status == 0 && again.standardOutput.contains("nothing to do"), "\(again)")
        let old = try await serve(deployment.environment)
        #expect(old.status == 1 && old.standardError.contains("elsewhere/engine.sqlite"), "\(old)")
        let server = try await RunningServer.start(
            environment.merging(["OMS_ROLES": Self.roles, "OMS_WAREHOUSE_SIMULATION": "0s"]) { $1 }
        )
        try await server.waitUntilReady()
        // What the lost engine was to do begins anew.
        let repaired = try await server.oms("doctor", "--repair")
        #expect(repaired.standardOutput.contains(order.orderId), "\(repaired)")
        try await server.caller.waitUntil(order.orderId, is: "SHIPPED")
        #expect(await server.stop() == 0)
    }

    @Test func `an engine that was made another one's place while it ran ends`() async throws {
        let deployment = try await Deployment(.postgres)
        let first = try await deployment.start()
        try await first.waitUntilReady()
        let adopted = try await Program.run(["engine", "adopt", "--force"], environment: elsewhere(deployment))
        #expect(adopted.status == 0, "\(adopted)")
        #expect(await first.process.wait() == 1)
        #expect(first.log.contains("elsewhere/engine.sqlite"), "\(first.log)")
    }

    @Test func `of an engine and its copy the one that was started last goes on`() async throws {
        let deployment = try await Deployment(.postgres)
        try await deployment.withServer { _ in }
        try copy(deployment, "data", to: "copy")
        let first = try await deployment.start()
        try await first.waitUntilReady()
        let stale = try await serve(elsewhere(deployment, "copy"))
        #expect(stale.status == 1 && stale.standardError.contains("is older than the orders"), "\(stale)")
        try copy(deployment, "data", to: "live-copy")
        let second = try await RunningServer.start(elsewhere(deployment, "live-copy"))
        try await second.waitUntilReady()
        #expect(await first.process.wait() == 1)
        #expect(first.log.contains("with a copy of its database"), "\(first.log)")
        #expect(try await second.caller.get("/health/ready").status == 200)
        #expect(await second.stop() == 0)
    }

    @Test func `a process at another engine's address is refused, and tells that engine nothing`() async throws {
        let deployment = try await Deployment(.postgres)
        try await deployment.withServer { _ in }
        let listening = ["OMS_ROLES": "engine", "OMS_TEMPORAL_LISTEN": "127.0.0.1:0", "OMS_HEALTH_PORT": "0"]
        let other = try await Deployment(.sqlite).start(listening)
        let settings = [
            "OMS_ROLES": "api,relay", "OMS_TEMPORAL_ADDRESS": "127.0.0.1:\(try await other.temporalPort())",
        ]
        let refused = try await serve(deployment.environment.merging(settings) { $1 })
        #expect(refused.status == 1, "\(refused)")
        #expect(refused.standardError.contains("are in another engine"), "\(refused.standardError)")
        #expect(await other.stop() == 0)
    }

    @Test(arguments: ["engine", "orders"])
    func `with SQLite a file that was put back or lost alone is refused`(which: String) async throws {
        let deployment = try await Deployment(.sqlite)
        let name = which == "engine" ? "engine.sqlite" : "oms.sqlite"
        try await deployment.withServer { _ in }
        try copy(deployment, "data/\(name)", to: "old.sqlite")
        for _ in 0..<2 { try await deployment.withServer { _ in } }
        let file = "\(deployment.folder.path)/data/\(name)"
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + ending) }
        let lost = try await serve(deployment.environment)
        let expected = which == "engine" ? "are in another engine" : "runs the workflows of other orders"
        #expect(lost.status == 1 && lost.standardError.contains(expected), "\(lost)")
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + ending) }
        try copy(deployment, "old.sqlite", to: "data/\(name)")
        let old = try await serve(deployment.environment)
        let words = which == "engine" ? "is older than the orders" : "are older than the engine's database"
        #expect(old.status == 1 && old.standardError.contains(words), "\(old)")
    }

    @Test func `without PostgreSQL the known engine serves, and a new one waits to be judged`() async throws {
        let cluster = try await PostgresCluster()
        let deployment = try await Deployment(.postgres, on: cluster)
        try await deployment.withServer { _ in }
        try await cluster.stop(mode: .fast)
        let body = #"{"requestId":"held","items":[{"sku":"A-1","quantity":2}]}"#
        let known = try await deployment.start()
        #expect(try await known.caller.post("/submissions", body).status == 202)
        let new = try await RunningServer.start(elsewhere(deployment))
        #expect(try await new.caller.post("/submissions", body).status == 503)
        try await cluster.start()
        #expect(await new.process.wait() == 1)
        #expect(new.log.contains("are in another engine"), "\(new.log)")
        try await known.waitUntilReady()
        #expect(try await known.caller.get("/submissions/held").status == 200)
        #expect(await known.stop() == 0)
    }
}
