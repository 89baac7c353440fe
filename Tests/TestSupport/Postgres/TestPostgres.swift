import Foundation
import Synchronization

/// The PostgreSQL server that the tests of one process share. It is started with the first use; a server named
/// by the environment variable `OMS_TEST_POSTGRES_URL` is used instead when there is one.
package enum TestPostgres {
    private static let names = Atomic<Int>(0)

    /// Creates an empty database of its own for a test.
    /// - Returns: its `postgres://` address.
    /// - Throws: ``Command/Failure`` with what PostgreSQL says.
    package static func freshDatabase() async throws -> String {
        try await freshDatabase(on: serverURL())
    }

    /// Creates an empty database on a cluster of the test's own.
    package static func freshDatabase(on cluster: PostgresCluster) async throws -> String {
        try await freshDatabase(on: cluster.url())
    }

    /// Runs SQL by `psql`, beside the driver under test.
    /// - Returns: the rows, fields separated by `|`, a row a line, without the last line feed.
    @discardableResult
    package static func psql(_ url: String, _ sql: String) async throws -> String {
        let psql = "\(try PostgresPrograms.find().folder)/psql"
        let options = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]
        let output = try await Command(psql, options + ["--dbname=\(url)", "--command=\(sql)"]).run()
        return output.hasSuffix("\n") ? String(output.dropLast()) : output
    }

    private static func freshDatabase(on server: String) async throws -> String {
        let number = names.add(1, ordering: .relaxed).newValue
        let name = "test_\(ProcessInfo.processInfo.processIdentifier)_\(number)_\(UInt32.random(in: 0...0xFFFF))"
        try await psql(server, "CREATE DATABASE \(name) TEMPLATE template0")
        var components = URLComponents(string: server)
        components?.path = "/\(name)"
        guard let url = components?.string else { throw URLError(.badURL) }
        return url
    }

    private static func serverURL() async throws -> String {
        if let url = ProcessInfo.processInfo.environment["OMS_TEST_POSTGRES_URL"], !url.isEmpty { return url }
        return try await SharedCluster.instance.cluster().url()
    }
}

/// Starts one cluster a process, whoever asks first.
private actor SharedCluster {
    static let instance = SharedCluster()

    private var start: Task<PostgresCluster, any Error>?

    func cluster() async throws -> PostgresCluster {
        // Without a limit of its own `swift test` runs all tests at the same time, each with a pool of its own.
        let task = start ?? Task { try await PostgresCluster(maximumConnections: 2_000) }
        start = task
        return try await task.value
    }
}
