import Foundation
import SQLPort
import SQLiteDriver
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SQLiteCutTests {
    private struct Damage: Error {}

    private static func open(_ path: String) async throws -> SQLiteDatabase {
        let database = try SQLiteDatabase(SQLiteConfiguration(path: path))
        try await database.write { connection in
            try connection.execute("CREATE TABLE counter (number INTEGER NOT NULL)")
            try connection.execute("INSERT INTO counter VALUES (0)")
            try connection.execute("CREATE TABLE ballast (content BLOB NOT NULL)")
        }
        return database
    }

    private static func count(_ database: SQLiteDatabase, to number: Int64) async throws {
        try await database.write { connection in
            try connection.execute("UPDATE counter SET number = $1", [.integer(number)])
            try connection.execute("INSERT INTO ballast VALUES (randomblob(2000))")
            try connection.execute("DELETE FROM ballast WHERE rowid < (SELECT MAX(rowid) FROM ballast) - 200")
        }
    }

    /// Writes the first database, then the second, as soon as the one before is confirmed: at every moment the second
    /// one is as far as the first, or one behind.
    private static func race(_ first: SQLiteDatabase, _ second: SQLiteDatabase) async throws {
        var number: Int64 = 0
        while !Task.isCancelled {
            number += 1
            try await count(first, to: number)
            try await count(second, to: number)
        }
    }

    private static func number(_ snapshot: SQLiteSnapshot) throws -> Int64 {
        try snapshot.integer("SELECT number FROM counter")
    }

    private static func withRace(_ body: (_ first: String, _ second: String) async throws -> Void) async throws {
        let folder = try TemporaryDirectory(prefix: "oms-cut")
        let paths = ["\(folder.path)/first.sqlite", "\(folder.path)/second.sqlite"]
        let first = try await open(paths[0])
        let second = try await open(paths[1])
        let running = Task { try await Self.race(first, second) }
        do {
            try await body(paths[0], paths[1])
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        try await running.value
        await first.close()
        await second.close()
    }

    @Test(arguments: [false, true])
    func `both files are seen as they were at one moment, whichever is written first`(isReversed: Bool) async throws {
        try await Self.withRace { first, second in
            var last: Int64 = -1
            var spoilt = 0
            for _ in 0..<200 {
                let (left, right) = isReversed ? (second, first) : (first, second)
                // Every other try is long enough for the writers to spoil it.
                let cut = try SQLiteCut(left, right) {
                    if Bool.random() { usleep(.random(in: 500...3_000)) }
                } pause: { _ in
                    usleep(.random(in: 50...2_000))
                }
                let snapshots = isReversed ? (cut.second, cut.first) : (cut.first, cut.second)
                let (ahead, behind) = (try Self.number(snapshots.0), try Self.number(snapshots.1))
                #expect(ahead == behind || ahead == behind + 1, "\(ahead) and \(behind) after \(cut.tries) tries")
                #expect(ahead >= last)
                last = ahead
                spoilt += cut.tries - 1
                await Task.yield()
            }
            #expect(last > 0)
            #expect(spoilt > 0, "nobody wrote between two snapshots")
        }
    }

    @Test func `a copy is what was seen, however long the writers go on`() async throws {
        try await Self.withRace { first, second in
            let folder = try TemporaryDirectory(prefix: "oms-copy")
            let cut = try SQLiteCut(first, second) { _ in usleep(500) }
            let seen = [try Self.number(cut.first), try Self.number(cut.second)]
            let live = try SQLiteSnapshot(path: first)
            let isFarther = try await eventually {
                try live.hold()
                return try Self.number(live) > seen[0] + 50
            }
            #expect(isFarther)
            let copies = ["\(folder.path)/a", "\(folder.path)/b"]
            try cut.first.copy(to: copies[0])
            try cut.second.copy(to: copies[1])
            for (path, number) in zip(copies, seen) {
                #expect(try SQLiteSnapshot.problem(ofFile: path) == nil)
                let copy = try SQLiteSnapshot(path: path)
                #expect(try Self.number(copy) == number)
            }
        }
    }

    @Test func `a damaged file is found`() async throws {
        try await Self.withRace { first, second in
            let folder = try TemporaryDirectory(prefix: "oms-damage")
            let isBig = try await eventually {
                let live = try SQLiteSnapshot(path: first)
                return try live.integer("SELECT COUNT(*) FROM ballast") > 50
            }
            #expect(isBig)
            let cut = try SQLiteCut(first, second) { _ in usleep(500) }
            let path = "\(folder.path)/copy"
            try cut.first.copy(to: path)
            #expect(try SQLiteSnapshot.problem(ofFile: path) == nil)
            let handle = try #require(FileHandle(forUpdatingAtPath: path))
            try handle.seek(toOffset: 4_096 * 8)
            try handle.write(contentsOf: Data(repeating: 0xA5, count: 4_096 * 2))
            try handle.close()
            #expect(throws: Damage.self) {
                // What is damaged enough cannot even be checked.
                let problem: String?
                do {
                    problem = try SQLiteSnapshot.problem(ofFile: path)
                } catch {
                    throw Damage()
                }
                if problem != nil { throw Damage() }
            }
        }
    }
}
