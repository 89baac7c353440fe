import Foundation
import PostgresDriver
import SQLPort
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct PoolTests {
    @Test
    func `calls beyond those that may wait are refused as overloaded`() async throws {
        try await withDatabase({
            $0.poolSize = 1
            $0.maximumWaiting = 2
        }) { database, _ in
            let holder = Holder()
            async let running: Void = database.write { _ in holder.hold() }
            try await holder.untilHeld()
            async let first = database.number("SELECT 1")
            async let second = database.number("SELECT 2")
            try await database.until { $0.waiting == 2 }
            await #expect(throws: SQLError.overloaded(retryAfter: .seconds(1))) {
                try await database.number("SELECT 3")
            }
            #expect(database.statistics.inUse == 1)
            #expect(database.statistics.maximumWaiting == 2)
            holder.release()
            try await running
            #expect(try await [first, second] == [1, 2])
        }
    }

    @Test
    func `reads run side by side on all connections`() async throws {
        try await withDatabase({ $0.poolSize = 4 }) { database, _ in
            // Each waits for the other three inside its transaction.
            let barrier = Barrier(count: 4)
            let pids = try await withThrowingTaskGroup(of: Int64?.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await database.read { connection in
                            let pid = try connection.firstRow("SELECT pg_backend_pid()") { try $0.integer(0) }
                            barrier.arrive()
                            return pid
                        }
                    }
                }
                return try await group.reduce(into: Set<Int64?>()) { $0.insert($1) }
            }
            #expect(pids.count == 4)
            #expect(database.statistics.open == 4)
        }
    }

    @Test
    func `a thousand calls at once are all answered by a few connections`() async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (id bigint PRIMARY KEY)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...1_000 {
                    group.addTask { try await database.run("INSERT INTO t VALUES ($1)", [.integer(Int64(number))]) }
                }
                try await group.waitForAll()
            }
            #expect(try await database.number("SELECT SUM(id) FROM t") == 500_500)
            #expect(database.statistics.waiting == 0)
        }
    }

    @Test
    func `a cancelled call that waits is taken out and never runs`() async throws {
        try await withDatabase({ $0.poolSize = 1 }) { database, _ in
            let holder = Holder()
            async let running: Void = database.write { _ in holder.hold() }
            try await holder.untilHeld()
            let runs = Counter()
            let waiting = Task { try await database.write { _ in runs.next() } }
            try await database.until { $0.waiting == 1 }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            #expect(database.statistics.waiting == 0)
            let late = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await database.write { _ in runs.next() }
            }
            await #expect(throws: CancellationError.self) { try await late.value }
            holder.release()
            try await running
            #expect(try await database.number("SELECT 1") == 1)
            #expect(runs.value == 0)
        }
    }

    @Test
    func `a cancelled write that runs is told what became of it`() async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (id bigint)")
            let holder = Holder()
            let write = Task {
                try await database.write { connection in
                    try connection.execute("INSERT INTO t VALUES (1)")
                    holder.hold()
                    return "written"
                }
            }
            try await holder.untilHeld()
            write.cancel()
            holder.release()
            #expect(try await write.value == "written")
            #expect(try await database.number("SELECT COUNT(*) FROM t") == 1)
        }
    }

    @Test
    func `closing finishes what runs, refuses what waits, and may be repeated`() async throws {
        try await withDatabase({ $0.poolSize = 1 }) { database, url in
            let holder = Holder()
            async let running = database.write { _ in
                holder.hold()
                return "done"
            }
            try await holder.untilHeld()
            let waiting = Task { try await database.number("SELECT 1") }
            try await database.until { $0.waiting == 1 }
            async let closing: Void = database.close()
            await #expect(throws: SQLError.unavailable("The PostgreSQL pool is closed")) { try await waiting.value }
            holder.release()
            #expect(try await running == "done")
            await closing
            await database.close()
            await #expect(throws: SQLError.unavailable("The PostgreSQL pool is closed")) {
                try await database.number("SELECT 1")
            }
            database.start()
            #expect(database.statistics.open == 0)
            let sessions =
                "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'oms' AND datname = current_database()"
            // The server notices the end a moment later.
            #expect(try await eventually { try await TestPostgres.psql(url, sessions) == "0" })
        }
    }

    @Test
    func `a database that was not started refuses calls and closes`() async throws {
        let configuration = try PostgresConfiguration(url: "postgres:///nowhere")
        let database = PostgresDatabase(configuration: configuration, logger: LogCapture().logger)
        await #expect(throws: SQLError.unavailable("The PostgreSQL pool was not started")) {
            try await database.number("SELECT 1")
        }
        await database.close()
    }

    @Test
    func `a ping comes ahead of what waits, and does not wait for ever`() async throws {
        try await withDatabase({ $0.poolSize = 1 }) { database, _ in
            try await database.ping()
            let holder = Holder()
            async let running: Void = database.write { _ in holder.hold() }
            try await holder.untilHeld()
            await #expect(throws: SQLError.unavailable("PostgreSQL did not answer within 0.05 seconds")) {
                try await database.ping(timeout: .milliseconds(50))
            }
            holder.release()
            try await running
            try await database.ping()
        }
    }

    @Test
    func `a server that gives fewer connections than wanted is used with those`() async throws {
        let url = try await TestPostgres.freshDatabase()
        let role = "few_\(UInt32.random(in: 0 ... .max))"
        try await TestPostgres.psql(url, "CREATE ROLE \(role) LOGIN CONNECTION LIMIT 2")
        let limited = url.replacingOccurrences(of: "postgres@", with: "\(role)@")
        try await withDatabase(at: limited, { $0.poolSize = 4 }) { database in
            try await database.retrying { try await database.ping() }
            try await database.until { $0.open == 2 }
            for number in 1...100 { #expect(try await database.number("SELECT \(number)") == Int64(number)) }
        }
    }
}

extension PostgresDatabase {
    /// Waits until the pool's figures are as wanted.
    func until(_ condition: (PostgresPoolStatistics) -> Bool) async throws {
        try #require(await eventually { condition(statistics) })
    }
}
