import Foundation
import PostgresDriver
import SQLPort
import Synchronization
import TestSupport
import Testing

/// The server goes away at the worst moments.
@Suite(.timeLimit(.minutes(3)))
struct OutageTests {
    @Test
    func `a driver started while the server is away fails fast and recovers by itself`() async throws {
        let cluster = try await PostgresCluster()
        try await cluster.stop(mode: .fast)
        try await withDatabase(at: cluster.url()) { database in
            let start = ContinuousClock.now
            for _ in 0..<100 {
                await #expect { try await database.number("SELECT 1") } throws: { error in
                    if case SQLError.unavailable = error { true } else { false }
                }
            }
            await #expect(throws: SQLError.self) { try await database.ping() }
            // One attempt to connect may take five seconds; none of these waits for one.
            #expect(ContinuousClock.now - start < .seconds(30))
            #expect(database.statistics.open == 0)
            try await cluster.start()
            #expect(try await database.retrying { try await database.number("SELECT 1") } == 1)
            try await database.until { $0.open == $0.size }
        }
    }

    @Test
    func `connections that were cut while idle are replaced without an error`() async throws {
        try await withDatabase { database, url in
            try await database.script("CREATE TABLE t (id bigint)")
            try await database.until { $0.open == $0.size }
            try await Self.cutAll(url)
            for _ in 0..<8 { #expect(try await database.run("INSERT INTO t VALUES (1)") == 1) }
            try await Self.cutAll(url)
            #expect(try await database.number("SELECT COUNT(*) FROM t") == 8)
        }
    }

    private static func cutAll(_ url: String) async throws {
        try await TestPostgres.psql(
            url,
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """
        )
    }

    @Test
    func `a write whose connection is lost before the commit runs again, once in effect`() async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (id bigint)")
            let runs = Counter()
            try await database.write { connection in
                try connection.execute("INSERT INTO t VALUES (1)")
                if runs.next() == 1 { try connection.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            #expect(runs.value == 2)
            #expect(try await database.number("SELECT COUNT(*) FROM t") == 1)
        }
    }

    @Test
    func `a server process that stopped answering is given up, and the write runs again on another`() async throws {
        try await withDatabase({
            $0.statementTimeout = .milliseconds(200)
            $0.answerGrace = .milliseconds(300)
        }) { database, _ in
            try await database.script("CREATE TABLE t (id bigint)")
            let runs = Counter()
            let stopped = try await database.write { connection in
                try connection.execute("INSERT INTO t VALUES (1)")
                let process = try connection.firstRow("SELECT pg_backend_pid()") { pid_t(try $0.integer(0)) } ?? 0
                guard runs.next() == 1 else { return pid_t(0) }
                #expect(kill(process, SIGSTOP) == 0)
                defer { kill(process, SIGCONT) }
                try connection.execute("INSERT INTO t VALUES (2)")
                return process
            }
            #expect(stopped == 0)
            #expect(runs.value == 2)
            #expect(try await database.number("SELECT COUNT(*) FROM t") == 1)
        }
    }

    @Test
    func `a server that stopped answering during the commit leaves the outcome open`() async throws {
        try await withDatabase({
            $0.statementTimeout = .milliseconds(200)
            $0.answerGrace = .milliseconds(300)
        }) { database, _ in
            try await database.script("CREATE TABLE t (id bigint)")
            let process = Counter()
            await #expect(throws: SQLError.outcomeUnknown("The connection to PostgreSQL was lost during COMMIT")) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO t VALUES (1)")
                    let pid = try connection.firstRow("SELECT pg_backend_pid()") { Int(try $0.integer(0)) } ?? 0
                    process.set(pid)
                    #expect(kill(pid_t(pid), SIGSTOP) == 0)
                }
            }
            #expect(kill(pid_t(process.value), SIGCONT) == 0)
        }
    }

    @Test
    func `a write whose connection is lost during the commit has an unknown outcome and does not run again`()
        async throws
    {
        try await withDatabase { database, _ in
            try await database.script(
                """
                CREATE TABLE t (id bigint);
                CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION cut();
                """
            )
            let runs = Counter()
            await #expect(throws: SQLError.outcomeUnknown("The connection to PostgreSQL was lost during COMMIT")) {
                try await database.write { connection in
                    _ = runs.next()
                    try connection.execute("INSERT INTO t VALUES (1)")
                }
            }
            #expect(runs.value == 1)
            #expect(try await database.number("SELECT COUNT(*) FROM t") == 0)
        }
    }

    @Test
    func `a standby takes no writes, and the driver finds its way back when it is the primary again`() async throws {
        let cluster = try await PostgresCluster()
        let url = try await TestPostgres.freshDatabase(on: cluster)
        try await withDatabase(at: url) { database in
            try await database.script("CREATE TABLE t (id bigint)")
            try await cluster.stop(mode: .fast)
            try await cluster.start(asStandby: true)
            #expect(try await database.retrying { try await database.number("SELECT COUNT(*) FROM t") } == 0)
            await #expect(throws: SQLError.unavailable("PostgreSQL is a read-only standby")) {
                try await database.run("INSERT INTO t VALUES (1)")
            }
            await #expect(throws: SQLError.unavailable("PostgreSQL is a read-only standby")) {
                try await database.script("INSERT INTO t VALUES (1)")
            }
            await #expect(throws: SQLError.unavailable("PostgreSQL is a read-only standby")) {
                try await database.ping()
            }
            try await cluster.stop(mode: .fast)
            try await cluster.start()
            _ = try await database.retrying { try await database.run("INSERT INTO t VALUES (1)") }
            try await database.ping()
        }
    }

    @Test
    func `nothing acknowledged is lost and nothing is doubled when the server crashes under load`() async throws {
        let cluster = try await PostgresCluster()
        let url = try await TestPostgres.freshDatabase(on: cluster)
        try await withDatabase(at: url) { database in
            // No unique key: a write that ran twice would show.
            try await database.script("CREATE TABLE t (id bigint)")
            let load = Load(database: database)
            let writers = Task { try await load.run(writers: 12) }
            for round in 1...3 {
                let goal = load.acknowledged.count + 300
                while load.acknowledged.count < goal { try await Task.sleep(for: .milliseconds(1)) }
                try await cluster.stop(mode: .immediate)
                try await Task.sleep(for: .milliseconds(50 * round))
                try await cluster.start()
            }
            let goal = load.acknowledged.count + 300
            while load.acknowledged.count < goal { try await Task.sleep(for: .milliseconds(1)) }
            load.stop()
            try await writers.value
            let stored = try await database.read { try $0.rows("SELECT id FROM t") { try $0.integer(0) } }
            #expect(Set(stored).count == stored.count, "a write was applied twice")
            #expect(load.acknowledged.subtracting(stored).isEmpty, "an acknowledged write is lost")
            #expect(Set(stored).subtracting(load.acknowledged).isSubset(of: load.unknown), "a refused write is there")
            #expect(load.refusals > 0, "the outages were not felt, so nothing was shown")
        }
    }
}

/// Writers that insert numbers and keep account of what they were told.
private final class Load: Sendable {
    private struct State {
        var next: Int64 = 0
        var acknowledged: Set<Int64> = []
        var unknown: Set<Int64> = []
        var refusals = 0
        var isStopped = false
    }

    private let database: PostgresDatabase
    private let state = Mutex(State())

    init(database: PostgresDatabase) {
        self.database = database
    }

    var acknowledged: Set<Int64> { state.withLock { $0.acknowledged } }
    var unknown: Set<Int64> { state.withLock { $0.unknown } }
    var refusals: Int { state.withLock { $0.refusals } }

    func stop() { state.withLock { $0.isStopped = true } }

    /// - Throws: any error that is not one of an outage.
    func run(writers: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<writers { group.addTask { try await self.write() } }
            try await group.waitForAll()
        }
    }

    private func write() async throws {
        while let number = next() {
            do {
                try await database.run("INSERT INTO t VALUES ($1)", [.integer(number)])
                state.withLock { _ = $0.acknowledged.insert(number) }
            } catch SQLError.outcomeUnknown {
                state.withLock { _ = $0.unknown.insert(number) }
            } catch SQLError.unavailable {
                state.withLock { $0.refusals += 1 }
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    private func next() -> Int64? {
        state.withLock { state in
            guard !state.isStopped else { return nil }
            state.next += 1
            return state.next
        }
    }
}
