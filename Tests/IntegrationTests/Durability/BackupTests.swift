import Foundation
import TestSupport
import Testing

/// A backup that is taken while a server works, and what becomes of it.
@Suite(.timeLimit(.minutes(10)))
struct BackupTests {
    private static func manifest(_ output: String) throws -> Manifest {
        try JSONDecoder().decode(Manifest.self, from: Data(output.utf8))
    }

    private struct Manifest: Decodable {
        struct File: Decodable {
            let name: String
            let bytes: Int
        }

        let holdsPayloadKey: Bool
        let files: [File]
    }

    private static func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }

    @Test func `a backup under load is restored to a system that fits together`() async throws {
        var random = SeededRandom.announced(for: "backup under load")
        let deployment = try await Deployment(.sqlite)
        let restored = try await Deployment(.sqlite)
        let folder = "\(deployment.folder.path)/backup"
        var before: Set<String> = []
        let load = try await deployment.withServer { server in
            let load = Load(server.caller, seed: random.next() >> 16)
            let running = Task { await load.run() }
            try await load.waitForOrders(Int.random(in: 100...300, using: &random))
            before = Set(load.account.orders.values.map(\.id))
            let made = try await Program.run(["backup", folder, "--json"], environment: deployment.environment)
            #expect(made.status == 0, "\(made)")
            let manifest = try Self.manifest(made.standardOutput)
            #expect(manifest.files.map(\.name) == ["orders.sqlite", "engine.sqlite", "payload-key", "signing-secret"])
            #expect(manifest.holdsPayloadKey)
            try await load.waitForOrders(50)
            load.end()
            await running.value
            return load
        }
        #expect(try Self.mode(folder) == 0o700)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            #expect(try Self.mode("\(folder)/\(name)") == 0o600, "\(name)")
        }
        let read = try await Program.run(["restore", folder], environment: restored.environment)
        #expect(read.status == 0, "\(read)")
        try await restored.withServer { server in
            try await server.waitUntilDelivered()
            let healthy = try await eventually(pause: .milliseconds(200)) {
                try await server.oms("doctor", "--json").status == 0
            }
            let report = try await server.oms("doctor", "--json")
            #expect(healthy, "\(report.standardOutput)")
            let there = Set(try await server.caller.all("/orders", of: OrderView.self).map(\.orderId))
            let all = Set(load.account.orders.values.map(\.id))
            #expect(before.isSubset(of: there), "orders that were confirmed before the backup are not in it")
            #expect(there.isSubset(of: all) && there.count < all.count, "\(there.count) of \(all.count)")
        }
    }

    @Test func `a backup that is taken while orders are moved is restored to a system where each comes to its end`()
        async throws
    {
        var random = SeededRandom.announced(for: "backup of traffic")
        let everything = ["OMS_ROLES": "api,relay,engine,worker", "OMS_WAREHOUSE_SIMULATION": "0s"]
        let pieces = 100_000
        let deployment = try await Deployment(.sqlite)
        let restored = try await Deployment(.sqlite)
        let folder = "\(deployment.folder.path)/backup"
        let (seed, goal) = (random.next() >> 16, Int.random(in: 40...120, using: &random))
        var before: Set<String> = []
        let traffic = try await deployment.withServer(everything) { server in
            try await server.caller.stock("A-1", pieces: pieces)
            let traffic = Traffic(server.caller, seed: seed)
            let running = Task { await traffic.run() }
            try await traffic.waitForOrders(goal)
            before = traffic.orders
            let made = try await Program.run(["backup", folder], environment: deployment.environment)
            #expect(made.status == 0, "\(made)")
            try await traffic.waitForOrders(10)
            traffic.end()
            await running.value
            return traffic
        }
        #expect(traffic.complaints == [])
        let read = try await Program.run(["restore", folder], environment: restored.environment)
        #expect(read.status == 0, "\(read)")
        let onTheirWay = try await restored.withServer(["OMS_ROLES": "api"]) { server in
            let orders = try await server.caller.all("/orders", of: OrderView.self)
            #expect(before.isSubset(of: orders.map(\.orderId)))
            return orders.count { !$0.isOver }
        }
        #expect(onTheirWay > 0, "the backup was taken of a system at rest")
        try await restored.withServer(everything) { server in
            let orders = try await server.caller.waitUntilAllAreOver()
            try await server.waitUntilDelivered()
            let report = try await server.oms("doctor", "--json")
            #expect(report.status == 0, "\(report.standardOutput)")
            let shipped = orders.filter { $0.status == "SHIPPED" }
            let stock = try await server.caller.get("/inventory/A-1").decoded(StockView.self)
            #expect(stock.onHand == Int64(pieces - 2 * shipped.count) && stock.reserved == 0)
            for order in shipped {
                let events = try await server.caller.events(of: order.orderId)
                #expect(Set(events).count == events.count && events.last == "OrderShipped", "\(events)")
            }
        }
    }

    @Test func `a restore replaces nothing unasked, and nothing that is in use`() async throws {
        let deployment = try await Deployment(.sqlite)
        let folder = "\(deployment.folder.path)/backup"
        let environment = deployment.environment
        let order = try await deployment.withServer { server in
            let order = try await server.caller.place(key: "kept").decoded(OrderView.self)
            let made = try await Program.run(["backup", folder], environment: environment)
            #expect(made.status == 0, "\(made)")
            let again = try await Program.run(["backup", folder], environment: environment)
            #expect(again.status == 4 && again.standardError.contains("is there already"))
            _ = try await server.caller.place(key: "lost")
            let running = try await Program.run(["restore", folder, "--force"], environment: environment)
            #expect(running.status != 0 && running.standardError.contains("in use by process"), "\(running)")
            return order
        }
        let unforced = try await Program.run(["restore", folder], environment: environment)
        #expect(unforced.status == 4 && unforced.standardError.contains("--force"), "\(unforced)")
        let forced = try await Program.run(["restore", folder, "--force"], environment: environment)
        #expect(forced.status == 0, "\(forced)")
        try await deployment.withServer { server in
            let orders = try await server.caller.all("/orders", of: OrderView.self)
            #expect(orders.map(\.orderId) == [order.orderId])
        }
    }

    @Test func `a changed backup is refused before anything is touched`() async throws {
        let deployment = try await Deployment(.sqlite)
        let folder = "\(deployment.folder.path)/backup"
        let environment = deployment.environment
        try await deployment.withServer { server in
            _ = try await server.caller.place(key: "k")
            let made = try await Program.run(["backup", folder], environment: environment)
            #expect(made.status == 0, "\(made)")
        }
        let path = "\(folder)/orders.sqlite"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        let changed = try await Program.run(["restore", folder, "--force"], environment: environment)
        #expect(changed.status == 1 && changed.standardError.contains("it was changed"), "\(changed)")
        try await deployment.withServer { server in
            let orders = try await server.caller.all("/orders", of: OrderView.self)
            #expect(orders.count == 1)
        }
    }

    @Test func `after an interrupted restore nothing starts until it is run again`() async throws {
        let deployment = try await Deployment(.sqlite)
        let folder = "\(deployment.folder.path)/backup"
        let environment = deployment.environment
        try await deployment.withServer { server in
            _ = try await server.caller.place(key: "k")
            _ = try await Program.run(["backup", folder], environment: environment)
        }
        let mark = "\(deployment.folder.path)/data/oms.sqlite.restoring"
        #expect(FileManager.default.createFile(atPath: mark, contents: Data()))
        let refused = try await Program.run(["serve"], environment: environment)
        #expect(refused.status != 0 && refused.standardError.contains("was interrupted"), "\(refused)")
        let again = try await Program.run(["restore", folder, "--force"], environment: environment)
        #expect(again.status == 0, "\(again)")
        try await deployment.withServer { server in
            let orders = try await server.caller.all("/orders", of: OrderView.self)
            #expect(orders.count == 1)
        }
    }

    @Test func `orders in PostgreSQL are left to its own tools`() async throws {
        let deployment = try await Deployment(.postgres)
        for arguments in [["backup", "/nonexistent/x"], ["restore", "/nonexistent/x"]] {
            let refused = try await Program.run(arguments, environment: deployment.environment)
            #expect(refused.status == 2 && refused.standardError.contains("docs/postgresql.md"), "\(refused)")
        }
    }
}
