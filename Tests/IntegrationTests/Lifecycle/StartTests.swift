import Foundation
import TestSupport
import Testing

@Suite struct StartTests {
    @Test func `a second server on the same SQLite file is refused and harms nothing`() async throws {
        let deployment = try await Deployment(.sqlite)
        try await deployment.withServer { server in
            let second = try await Program.run(["serve"], environment: deployment.environment)
            #expect(second.status == 1)
            #expect(second.standardError.contains("in use by process \(server.process.pid)"))
            let migration = try await Program.run(["migrate"], environment: deployment.environment)
            #expect(migration.status == 1)
            #expect(try await server.caller.place(key: "k").status == 201)
        }
    }

    @Test func `several servers share a PostgreSQL database, and one of them delivers`() async throws {
        let deployment = try await Deployment(.postgres)
        let engine = try await deployment.start([
            "OMS_ROLES": "engine", "OMS_TEMPORAL_LISTEN": "127.0.0.1:0", "OMS_HEALTH_PORT": "0",
        ])
        let settings = try await [
            "OMS_ROLES": "api,relay", "OMS_TEMPORAL_ADDRESS": "127.0.0.1:\(engine.temporalPort())",
        ]
        async let starting = deployment.start(settings)
        async let other = deployment.start(settings)
        let (first, second) = try await (starting, other)
        try await first.waitUntilReady()
        try await second.waitUntilReady()
        #expect(try await first.caller.place(key: "k").status == 201)
        #expect(try await second.caller.place(key: "k").status == 200)
        try await second.waitUntilDelivered()
        let lines = (first.standardOutput + second.standardOutput).filter { $0.contains("\"OrderCreated\"") }
        #expect(lines.count == 1)
        #expect(await first.stop() == 0)
        #expect(await second.stop() == 0)
        #expect(await engine.stop() == 0)
    }

    @Test func `a port that is taken is told`() async throws {
        try await Deployment(.sqlite).withServer { server in
            let other = try await Deployment(.sqlite)
            let settings = other.environment.merging(["OMS_HTTP_PORT": String(server.port)]) { $1 }
            let output = try await Program.run(["serve"], environment: settings)
            #expect(output.status == 1)
            #expect(output.standardError.contains("127.0.0.1:\(server.port) is in use by another process"))
        }
    }

    @Test func `readiness writes to the disk, so that a full one shows`() async throws {
        let deployment = try await Deployment(.sqlite)
        // The relay would write too.
        try await deployment.withServer(["OMS_ROLES": "api"]) { server in
            try await server.waitUntilReady()
            let before = try deployment.writeAheadLogChange()
            let isWritten = try await eventually {
                #expect(try await server.caller.get("/health/ready").status == 200)
                return try deployment.writeAheadLogChange() > before
            }
            #expect(isWritten)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a changed migration and one of a newer version are refused`(kind: DatabaseKind) async throws {
        let deployment = try await Deployment(kind)
        let made = try await Program.run(["migrate"], environment: deployment.environment)
        #expect(made.status == 0, "\(made)")
        try await change(
            deployment,
            "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (1000, 'from_the_future', 'x', 0)"
        )
        try await expectRefusal(deployment, "start a newer version")
        try await change(deployment, "DELETE FROM schema_migrations WHERE number = 1000")
        #expect(try await Program.run(["migrate"], environment: deployment.environment).status == 0)
        try await change(deployment, "UPDATE schema_migrations SET checksum = 'x' WHERE number = 2")
        try await expectRefusal(deployment, "migration 2 (events) was changed")
    }

    private func expectRefusal(_ deployment: Deployment, _ reason: String) async throws {
        for arguments in [["serve"], ["migrate"], ["migrate", "--dry-run"]] {
            let output = try await Program.run(arguments, environment: deployment.environment)
            #expect(output.status == 1)
            #expect(output.standardError.contains(reason))
        }
    }

    private func change(_ deployment: Deployment, _ sql: String) async throws {
        if deployment.databaseURL.hasPrefix("sqlite:") {
            let path = String(deployment.databaseURL.dropFirst("sqlite:".count))
            try await Command("sqlite3", [path, sql]).run()
        } else {
            try await TestPostgres.psql(deployment.databaseURL, sql)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a dry run shows what is pending and changes nothing`(kind: DatabaseKind) async throws {
        let deployment = try await Deployment(kind)
        for _ in 0..<2 {
            let output = try await Program.run(["migrate", "--dry-run"], environment: deployment.environment)
            #expect(output.status == 0)
            #expect(output.standardOutput.hasPrefix("pending  1  orders\n"))
        }
        #expect(!FileManager.default.fileExists(atPath: "\(deployment.folder.path)/data"))
        let applied = try await Program.run(["migrate", "--json"], environment: deployment.environment)
        #expect(applied.standardOutput.hasPrefix(#"{"applied":[{"number":1,"name":"orders"}"#))
        let nothing = try await Program.run(["migrate"], environment: deployment.environment)
        #expect(nothing.standardOutput == "The schema is up to date.\n")
    }
}

extension Deployment {
    /// When the SQLite file's write-ahead log was written last.
    fileprivate func writeAheadLogChange() throws -> Date {
        let path = databaseURL.dropFirst("sqlite:".count) + "-wal"
        let attributes = try FileManager.default.attributesOfItem(atPath: String(path))
        return try #require(attributes[.modificationDate] as? Date)
    }
}
