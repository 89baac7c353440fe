import PostgresDriver
import SQLPort
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct StatementsTests {
    private static let prepared = "SELECT COUNT(*) FROM pg_prepared_statements"

    @Test
    func `a statement is prepared once a connection`() async throws {
        try await withDatabase({ $0.poolSize = 1 }) { (database, _) async throws in
            for number in 1...20 {
                #expect(
                    try await database.number("SELECT CAST($1 AS bigint)", [.integer(Int64(number))]) == Int64(number)
                )
            }
            // That one, and the one that counts.
            #expect(try await database.number(Self.prepared) == 2)
        }
    }

    @Test
    func `the statements a connection keeps are bounded, and the one used last stays`() async throws {
        try await withDatabase({
            $0.poolSize = 1
            $0.maximumStatements = 4
        }) { (database, _) async throws in
            for number in 1...50 {
                #expect(try await database.number("SELECT \(number)") == Int64(number))
                #expect(try await database.number("SELECT 0") == 0)
            }
            #expect(try await database.number(Self.prepared) == 4)
            let kept = "SELECT COUNT(*) FROM pg_prepared_statements WHERE statement = 'SELECT 0'"
            #expect(try await database.number(kept) == 1)
        }
    }

    @Test
    func `a statement whose table was changed is prepared anew`() async throws {
        try await withDatabase({ $0.poolSize = 1 }) { database, url in
            try await database.script("CREATE TABLE t (a bigint); INSERT INTO t VALUES (1)")
            #expect(try await database.number("SELECT * FROM t") == 1)
            try await TestPostgres.psql(url, "ALTER TABLE t ADD COLUMN b text")
            #expect(try await database.number("SELECT * FROM t") == 1)
            #expect(try await database.number("SELECT * FROM t") == 1)
        }
    }

    @Test
    func `statements that the server forgot are prepared anew`() async throws {
        try await withDatabase({ $0.poolSize = 1 }) { (database, _) async throws in
            #expect(try await database.number("SELECT 1") == 1)
            try await database.script("DEALLOCATE ALL")
            #expect(try await database.number("SELECT 1") == 1)
        }
    }

    @Test
    func `a wrong statement fails and leaves the connection usable`() async throws {
        try await withDatabase({ $0.poolSize = 1 }) { (database, _) async throws in
            let before = try await database.number("SELECT pg_backend_pid()")
            for sql in ["SELECT nothing FROM nowhere", "SELEKT", "SELECT 1; SELECT 2", "COPY pg_class TO STDOUT"] {
                await #expect { try await database.number(sql) } throws: { error in
                    if case SQLError.failed = error { true } else { false }
                }
            }
            #expect(try await database.number("SELECT 1") == 1)
            // COPY alone costs the connection.
            #expect(try await database.number("SELECT pg_backend_pid()") != before)
        }
    }

    @Test
    func `more parameters than the protocol counts are refused`() async throws {
        try await withDatabase { (database, _) async throws in
            await #expect { try await database.run("SELECT 1", Array(repeating: .null, count: 70_000)) } throws: {
                error in
                if case SQLError.failed(code: "54023", _) = error { true } else { false }
            }
        }
    }

    @Test
    func `a script runs all of its statements or none`() async throws {
        try await withDatabase { (database, _) async throws in
            try await database.script("CREATE TABLE a (id int); -- first\nCREATE TABLE b (id int);")
            await #expect(throws: SQLError.self) {
                try await database.script("CREATE TABLE c (id int); CREATE TABLE a (id int)")
            }
            let tables = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'"
            #expect(try await database.number(tables) == 2)
        }
    }

    @Test
    func `a script may take longer than a statement`() async throws {
        try await withDatabase({ $0.statementTimeout = .milliseconds(50) }) { (database, _) async throws in
            try await database.script("SELECT pg_sleep(0.2)")
            await #expect { try await database.run("SELECT pg_sleep(5)") } throws: { error in
                if case SQLError.failed(code: "57014", _) = error { true } else { false }
            }
        }
    }
}
