import Foundation
import SQLPort
import SQLiteDriver
import Testing
import TestSupport

@Suite struct StatementTests {
    @Test func `a write survives a power loss by the settings of its connection`() async throws {
        try await withDatabase { database, _ in
            let settings = try await database.write { connection in
                try ["journal_mode", "synchronous", "foreign_keys"].map { name in
                    try connection.firstRow("SELECT CAST((SELECT * FROM pragma_\(name)) AS TEXT)") { try $0.text(0) }
                }
            }
            #expect(settings == ["wal", "2", "1"])
        }
    }

    @Test func `values come back as they went in`() async throws {
        try await withDatabase { database, _ in
            let texts: [String?] = [
                nil, "", "plain", "it's \"quoted\" \\", "שלום 🎁 e\u{301}", String(repeating: "ü", count: 100_000),
            ]
            for (index, text) in texts.enumerated() { try await database.insert(Int64(index), text) }
            let found = try await database.read { connection in
                try connection.rows("SELECT text FROM items ORDER BY id") { try $0.optionalText(0) }
            }
            #expect(found == texts)
            for number in [Int64.min, -1, 0, Int64.max] {
                let read = try await database.read { connection in
                    try connection.firstRow("SELECT $1", [.integer(number)]) { try $0.integer(0) }
                }
                #expect(read == number)
            }
        }
    }

    @Test(arguments: ByteSample.all)
    func `bytes come back as they went in`(_ sample: ByteSample) async throws {
        let bytes = sample.bytes
        try await withDatabase { database, _ in
            try await database.write { connection in
                try connection.executeScript("CREATE TABLE blobs (value BLOB NOT NULL) STRICT")
                try connection.execute("INSERT INTO blobs VALUES ($1)", [.blob(bytes)])
            }
            let back = try await database.read { try $0.rows("SELECT value FROM blobs") { try $0.blob(0) } }
            #expect(back == [bytes])
            await #expect(throws: SQLError.unexpectedValue(column: 0)) {
                try await database.read { try $0.rows("SELECT value FROM blobs") { try $0.text(0) } }
            }
        }
    }

    @Test func `parameters are numbered, in any order and more than once`() async throws {
        try await withDatabase { database, _ in
            let row = try await database.read { connection in
                try connection.firstRow("SELECT $2, $1, $2", [.text("one"), .text("two")]) {
                    [try $0.text(0), try $0.text(1), try $0.text(2)]
                }
            }
            #expect(row == ["two", "one", "two"])
        }
    }

    @Test func `another type than asked for is an error that names the column`() async throws {
        try await withDatabase { database, _ in
            try await database.insert(1, "x")
            await #expect(throws: SQLError.unexpectedValue(column: 1)) {
                try await database.read { try $0.firstRow("SELECT id, text FROM items") { try $0.integer(1) } }
            }
            await #expect(throws: SQLError.unexpectedValue(column: 0)) {
                try await database.read { try $0.firstRow("SELECT NULL") { try $0.text(0) } }
            }
        }
    }

    @Test func `rows end when the reader has enough, and the statement can be used again`() async throws {
        try await withDatabase { database, _ in
            for id in 1...5 { try await database.insert(Int64(id)) }
            for _ in 0..<2 {
                let first = try await database.read { connection in
                    try connection.firstRow("SELECT id FROM items ORDER BY id") { try $0.integer(0) }
                }
                #expect(first == 1)
            }
        }
    }

    @Test func `more statements than are kept prepared work, also inside a query`() async throws {
        try await withDatabase { database, _ in
            for id in 1...3 { try await database.insert(Int64(id)) }
            let sum = try await database.read { connection in
                var sum: Int64 = 0
                try connection.forEachRow("SELECT id FROM items ORDER BY id", []) { row in
                    let id = try row.integer(0)
                    for number in 0..<300 {
                        sum +=
                            try connection.firstRow("SELECT $1 + \(number) + \(id * 1_000)", [.integer(0)]) {
                                try $0.integer(0)
                            } ?? 0
                    }
                    return true
                }
                return sum
            }
            #expect(sum == 3 * (0..<300).reduce(0, +) + 300 * 6_000)
        }
    }

    @Test func `a wrong statement says what is wrong with it`() async throws {
        try await withDatabase { database, _ in
            await #expect(throws: SQLError.failed(code: "sqlite 1", message: "no such table: absent")) {
                try await database.write { try $0.execute("DELETE FROM absent") }
            }
        }
    }

    @Test func `a file that is no database, or cannot be opened, is refused`() throws {
        let folder = try TemporaryDirectory(prefix: "oms-sqlite")
        let path = "\(folder.path)/text"
        try Data(String(repeating: "no database ", count: 1_000).utf8).write(to: URL(filePath: path))
        #expect(throws: SQLError.self) { try SQLiteDatabase(SQLiteConfiguration(path: path)) }
        #expect(throws: SQLError.self) {
            try SQLiteDatabase(SQLiteConfiguration(path: "\(folder.path)/no/such/folder"))
        }
    }
}
