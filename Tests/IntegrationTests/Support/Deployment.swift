import TestSupport

/// The databases that the tests of the whole run on.
enum DatabaseKind: String, CaseIterable, Sendable {
    case sqlite
    case postgres
}

/// A data folder and a database of a test's own, on which servers are started one after the other.
final class Deployment: Sendable {
    static let apiKey = "key-of-this-test-alone"

    let folder: TemporaryDirectory
    let databaseURL: String

    /// - Parameters:
    ///   - kind: what the orders are kept in.
    ///   - cluster: the PostgreSQL server; nil for the one that all tests share.
    /// - Throws: when there is no database to be had.
    init(_ kind: DatabaseKind, on cluster: PostgresCluster? = nil) async throws {
        folder = try TemporaryDirectory(prefix: "oms-it")
        switch (kind, cluster) {
        case (.sqlite, _): databaseURL = "sqlite:\(folder.path)/data/oms.sqlite"
        case (.postgres, let cluster?): databaseURL = try await TestPostgres.freshDatabase(on: cluster)
        case (.postgres, nil): databaseURL = try await TestPostgres.freshDatabase()
        }
    }

    /// What tells `oms` of this deployment.
    var environment: [String: String] {
        Program.cleanEnvironment.merging([
            "OMS_DATA_DIR": "\(folder.path)/data",
            "OMS_DATABASE_URL": databaseURL,
            "OMS_BOOTSTRAP_API_KEY": Self.apiKey,
            // Nobody moves an order on, unless a test wants that: then orders stay as they were placed.
            "OMS_ROLES": "api,relay,engine",
        ]) { $1 }
    }

    /// Starts a server and waits until it listens.
    /// - Parameters:
    ///   - port: a certain port; 0 for a free one.
    ///   - settings: more variables.
    /// - Returns: the running server.
    /// - Throws: ``ServerFailure`` with what it printed.
    func start(port: Int = 0, _ settings: [String: String] = [:]) async throws -> RunningServer {
        let given = ["OMS_HTTP_PORT": String(port)].merging(settings) { $1 }
        return try await RunningServer.start(environment.merging(given) { $1 })
    }

    /// Starts a server, waits until it is ready, and stops it after the test.
    func withServer<Result>(
        _ settings: [String: String] = [:],
        _ test: (RunningServer) async throws -> Result
    ) async throws -> Result {
        let server = try await start(settings)
        do {
            try await server.waitUntilReady()
            let result = try await test(server)
            _ = await server.stop()
            return result
        } catch {
            server.process.kill()
            await server.process.wait()
            throw error
        }
    }
}
