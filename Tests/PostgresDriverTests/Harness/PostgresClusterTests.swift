import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct PostgresClusterTests {
    @Test
    func `each database of the shared server is empty and its own`() async throws {
        let first = try await TestPostgres.freshDatabase()
        let second = try await TestPostgres.freshDatabase()
        try await TestPostgres.psql(first, "CREATE TABLE only_here (id int)")
        await #expect(throws: Command.Failure.self) {
            try await TestPostgres.psql(second, "SELECT * FROM only_here")
        }
    }

    @Test
    func `a cluster keeps its data over a crash and a start`() async throws {
        let cluster = try await PostgresCluster()
        let url = try await TestPostgres.freshDatabase(on: cluster)
        try await TestPostgres.psql(url, "CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2)")
        try await cluster.stop(mode: .immediate)
        await #expect(throws: Command.Failure.self) { try await TestPostgres.psql(url, "SELECT 1") }
        try await cluster.start()
        #expect(try await TestPostgres.psql(url, "SELECT count(*) FROM t") == "2")
    }
}
