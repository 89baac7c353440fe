import PostgresDriver
import SQLPort
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TransactionsTests {
    private struct Refusal: Error, Equatable {}

    @Test
    func `a body that throws leaves nothing`() async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (id bigint)")
            await #expect(throws: Refusal()) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO t VALUES (1)")
                    throw Refusal()
                }
            }
            #expect(try await database.number("SELECT COUNT(*) FROM t") == 0)
        }
    }

    @Test
    func `a body that hides a failed statement is told of it and writes nothing`() async throws {
        try await withDatabase { database, _ in
            try await database.script(
                "CREATE TABLE t (id bigint CONSTRAINT t_key PRIMARY KEY); INSERT INTO t VALUES (1)"
            )
            await #expect(throws: SQLError.constraintViolated(constraint: "t_key")) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO t VALUES (2)")
                    _ = try? connection.execute("INSERT INTO t VALUES (1)")
                    _ = try? connection.execute("INSERT INTO t VALUES (3)")
                }
            }
            #expect(try await database.number("SELECT COUNT(*) FROM t") == 1)
        }
    }

    @Test
    func `a body goes on after a failure behind a savepoint`() async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (id bigint PRIMARY KEY); INSERT INTO t VALUES (1)")
            try await database.write { connection in
                try connection.execute("INSERT INTO t VALUES (2)")
                try connection.execute("SAVEPOINT one")
                _ = try? connection.execute("INSERT INTO t VALUES (1)")
                try connection.execute("ROLLBACK TO SAVEPOINT one")
                try connection.execute("INSERT INTO t VALUES (3)")
            }
            #expect(try await database.number("SELECT COUNT(*) FROM t") == 3)
        }
    }

    @Test
    func `a body cannot end the transaction itself`() async throws {
        try await withDatabase { database, _ in
            await #expect { try await database.run("COMMIT") } throws: { error in
                if case SQLError.failed(code: "25000", _) = error { true } else { false }
            }
        }
    }

    @Test
    func `a read cannot write`() async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (id bigint)")
            await #expect { try await database.read { try $0.execute("INSERT INTO t VALUES (1)") } } throws: { error in
                if case SQLError.failed(code: "25006", _) = error { true } else { false }
            }
        }
    }

    @Test
    func `the statements of a read see one snapshot`() async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (id bigint)")
            let holder = Holder()
            async let counts = database.read { connection in
                let count = { try connection.firstRow("SELECT COUNT(*) FROM t") { try $0.integer(0) } }
                let before = try count()
                holder.hold()
                return [before, try count()]
            }
            try await holder.untilHeld()
            try await database.run("INSERT INTO t VALUES (1)")
            holder.release()
            #expect(try await counts == [0, 0])
            #expect(try await database.number("SELECT COUNT(*) FROM t") == 1)
        }
    }

    @Test
    func `a write is durable, also when the role turned that off`() async throws {
        try await withDatabase({ $0.poolSize = 1 }) { database, url in
            let sql = "SELECT CAST(setting = 'on' AS integer) FROM pg_settings WHERE name = 'synchronous_commit'"
            let name = try await TestPostgres.psql(url, "SELECT current_database()")
            try await database.script("ALTER DATABASE \(name) SET synchronous_commit = off")
            #expect(try await TestPostgres.psql(url, "SHOW synchronous_commit") == "off")
            try await withDatabase(at: url) { (database) async throws in
                #expect(try await database.number(sql) == 1)
            }
        }
    }

    @Test
    func `transactions that conflict all come through, each once`() async throws {
        try await withDatabase({ $0.maximumAttempts = 100 }) { database, _ in
            try await database.script("CREATE TABLE counter (value bigint); INSERT INTO counter VALUES (0)")
            let runs = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<10 { try await Self.increment(database, runs) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.number("SELECT value FROM counter") == 40)
            #expect(runs.value > 40, "no conflict happened, so nothing was shown")
        }
    }

    private static func increment(_ database: PostgresDatabase, _ runs: Counter) async throws {
        try await database.write { connection in
            _ = runs.next()
            try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            let value = try connection.firstRow("SELECT value FROM counter") { try $0.integer(0) } ?? 0
            try connection.execute("UPDATE counter SET value = $1", [.integer(value + 1)])
        }
    }

    @Test
    func `a deadlock is resolved by running one of the two again`() async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (id bigint, hits bigint); INSERT INTO t VALUES (1, 0), (2, 0)")
            let barrier = Barrier(count: 2)
            let hit: @Sendable (Int64, Int64) async throws -> Void = { first, second in
                let runs = Counter()
                try await database.write { connection in
                    try connection.execute("SET LOCAL deadlock_timeout = '10ms'")
                    try connection.execute("UPDATE t SET hits = hits + 1 WHERE id = $1", [.integer(first)])
                    if runs.next() == 1 { barrier.arrive() }
                    try connection.execute("UPDATE t SET hits = hits + 1 WHERE id = $1", [.integer(second)])
                }
            }
            async let one: Void = hit(1, 2)
            async let other: Void = hit(2, 1)
            _ = try await (one, other)
            #expect(try await database.number("SELECT SUM(hits) FROM t") == 4)
        }
    }

    @Test
    func `retries are bounded`() async throws {
        try await withDatabase({ $0.maximumAttempts = 3 }) { database, _ in
            let runs = Counter()
            await #expect(throws: SQLError.serializationFailure) {
                try await database.write { connection in
                    _ = runs.next()
                    try connection.executeScript("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$")
                }
            }
            #expect(runs.value == 3)
        }
    }

    @Test
    func `a body that reports a conflict itself runs again, and what it wrote before is gone`() async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (id bigint)")
            let runs = Counter()
            try await database.write { connection in
                try connection.execute("INSERT INTO t VALUES (1)")
                if runs.next() < 3 { throw SQLError.serializationFailure }
            }
            #expect(runs.value == 3)
            #expect(try await database.number("SELECT COUNT(*) FROM t") == 1)
        }
    }

    @Test
    func `a lock that is not had in time is a conflict`() async throws {
        try await withDatabase({ $0.lockTimeout = .milliseconds(50) }) { database, _ in
            try await database.script("CREATE TABLE t (id bigint); INSERT INTO t VALUES (1)")
            let holder = Holder()
            async let first: Void = database.write { connection in
                try connection.execute("UPDATE t SET id = 2")
                holder.hold()
            }
            try await holder.untilHeld()
            await #expect(throws: SQLError.serializationFailure) { try await database.run("UPDATE t SET id = 3") }
            holder.release()
            try await first
        }
    }
}
