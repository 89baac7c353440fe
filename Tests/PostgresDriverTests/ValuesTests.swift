import PostgresDriver
import SQLPort
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ValuesTests {
    @Test(arguments: [
        "", " ", "plain", "O'Brien \"quoted\" \\ back", "👩‍👩‍👧‍👦🇳🇴", "שלום مرحبا", "$1; DROP TABLE t; --", "line\nfeed\ttab",
        "e\u{301}",
        String(repeating: "å", count: 100_000),
    ])
    func `a text comes back as it went`(_ text: String) async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (value text NOT NULL)")
            #expect(try await database.run("INSERT INTO t VALUES ($1)", [.text(text)]) == 1)
            let back = try await database.read { try $0.rows("SELECT value FROM t") { try $0.text(0) } }
            #expect(back.map { Array($0.utf8) } == [Array(text.utf8)])
        }
    }

    @Test(arguments: ByteSample.all)
    func `bytes come back as they went`(_ sample: ByteSample) async throws {
        let bytes = sample.bytes
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (value bytea NOT NULL)")
            #expect(try await database.run("INSERT INTO t VALUES ($1)", [.blob(bytes)]) == 1)
            let back = try await database.read { try $0.rows("SELECT value FROM t") { try $0.blob(0) } }
            #expect(back == [bytes])
            await #expect(throws: SQLError.unexpectedValue(column: 0)) {
                try await database.read { try $0.rows("SELECT value FROM t") { try $0.text(0) } }
            }
        }
    }

    @Test
    func `integers come back over their whole range`() async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (id bigint)")
            let numbers: [Int64] = [.min, -1, 0, 1, 1 << 53 + 1, .max]
            for number in numbers { try await database.run("INSERT INTO t VALUES ($1)", [.integer(number)]) }
            let back = try await database.read { try $0.rows("SELECT id FROM t ORDER BY id") { try $0.integer(0) } }
            #expect(back == numbers)
        }
    }

    @Test
    func `small integers, sums, counts and booleans are integers`() async throws {
        try await withDatabase { database, _ in
            let sql = """
                SELECT CAST(7 AS smallint), CAST(8 AS integer),
                    (SELECT SUM(CAST(x AS bigint)) FROM (VALUES (4), (5)) v (x)),
                    (SELECT COUNT(*) FROM (VALUES (1)) v), TRUE, FALSE
                """
            let row = try await database.read {
                try $0.firstRow(sql) { row in try (0..<6).map { try row.integer($0) } }
            }
            #expect(row == [7, 8, 9, 1, 1, 0])
        }
    }

    @Test
    func `nulls are null, and no value of a type`() async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (a text, b bigint)")
            try await database.run("INSERT INTO t VALUES ($1, $2)", [.null, .integer(nil)])
            try await database.read { connection in
                try connection.forEachRow("SELECT a, b FROM t", []) { (row: any SQLRow) throws -> Bool in
                    #expect(row.isNull(0) && row.isNull(1))
                    #expect(try row.optionalText(0) == nil)
                    #expect(try row.optionalInteger(1) == nil)
                    #expect(throws: SQLError.unexpectedValue(column: 0)) { try row.text(0) }
                    #expect(throws: SQLError.unexpectedValue(column: 1)) { try row.integer(1) }
                    return true
                }
            }
        }
    }

    @Test
    func `a column of another type, or that is not there, is refused`() async throws {
        try await withDatabase { database, _ in
            try await database.read { connection in
                try connection.forEachRow("SELECT CAST('12' AS text), 12, CAST('1.5' AS numeric)", []) {
                    (row: any SQLRow) throws -> Bool in
                    #expect(throws: SQLError.unexpectedValue(column: 0)) { try row.integer(0) }
                    #expect(throws: SQLError.unexpectedValue(column: 1)) { try row.text(1) }
                    #expect(throws: SQLError.unexpectedValue(column: 2)) { try row.integer(2) }
                    #expect(throws: SQLError.unexpectedValue(column: 3)) { try row.text(3) }
                    #expect(throws: SQLError.unexpectedValue(column: -1)) { try row.text(-1) }
                    return true
                }
            }
        }
    }

    @Test
    func `a text with NUL is refused and nothing of it is written`() async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (value text)")
            let error = await #expect(throws: SQLError.self) {
                try await database.run("INSERT INTO t VALUES ($1)", [.text("before\0after")])
            }
            guard case .failed("22021", let message) = try #require(error) else { throw try #require(error) }
            #expect(!message.contains("before"))
            #expect(try await database.number("SELECT COUNT(*) FROM t") == 0)
        }
    }

    @Test
    func `execute counts the rows it changed`() async throws {
        try await withDatabase { database, _ in
            try await database.script("CREATE TABLE t (id bigint PRIMARY KEY)")
            #expect(try await database.run("INSERT INTO t VALUES (1), (2), (3)") == 3)
            #expect(try await database.run("INSERT INTO t VALUES (3), (4) ON CONFLICT DO NOTHING") == 1)
            #expect(try await database.run("UPDATE t SET id = id + 10 WHERE id < 3") == 2)
            #expect(try await database.run("DELETE FROM t WHERE id = 99") == 0)
            #expect(try await database.run("SELECT id FROM t") == 0)
        }
    }

    @Test
    func `rows end early when the closure says so`() async throws {
        try await withDatabase { database, _ in
            let seen = try await database.read { connection in
                var seen: [Int64] = []
                try connection.forEachRow("SELECT x FROM generate_series(1, 100) AS g (x)", []) { row in
                    seen.append(try row.integer(0))
                    return seen.count < 3
                }
                return seen
            }
            #expect(seen == [1, 2, 3])
        }
    }
}
