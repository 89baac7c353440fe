import SQLPort
import SQLiteDriver
import Synchronization
import Testing
import TestSupport

@Suite struct GroupCommitTests {
    @Test func `writes that wait share one transaction`() async throws {
        let groups = Mutex<[Int]>([])
        try await withDatabase({ $0.onGroupCommit = { writes, _ in groups.withLock { $0.append(writes) } } }) {
            database,
            _ in
            let results = try await whileHeld(database, waiting: 10) { try await database.insert($0) }
            #expect(results.allSatisfy { $0 == nil })
            #expect(try await database.ids() == Array(1...10))
            // The table, the write that held the others back, and all of the others.
            #expect(groups.withLock { $0 } == [1, 1, 10])
        }
    }

    @Test func `a group is never larger than its limit`() async throws {
        let groups = Mutex<[Int]>([])
        try await withDatabase({
            $0.maximumGroupSize = 4
            $0.onGroupCommit = { writes, _ in groups.withLock { $0.append(writes) } }
        }) { database, _ in
            _ = try await whileHeld(database, waiting: 10) { try await database.insert($0) }
            #expect(groups.withLock { $0.dropFirst(2) } == [4, 4, 2])
        }
    }

    @Test func `a write that fails takes nothing of its neighbours with it`() async throws {
        struct Refusal: Error {}
        try await withDatabase { database, _ in
            let results = try await whileHeld(database, waiting: 9) { number in
                try await database.write { connection in
                    try connection.execute("INSERT INTO items (id) VALUES ($1)", [.integer(number)])
                    if number % 3 == 0 { throw Refusal() }
                    if number % 3 == 1 {
                        // Fails, and the failure is not caught: the same key twice.
                        try connection.execute("INSERT INTO items (id) VALUES ($1)", [.integer(number)])
                    }
                }
            }
            #expect(results.filter { $0 is Refusal }.count == 3)
            #expect(results.filter { ($0 as? SQLError) == .constraintViolated(constraint: "items.id") }.count == 3)
            #expect(try await database.ids() == [2, 5, 8])
        }
    }

    @Test func `a statement that fails and is caught does not end its write`() async throws {
        try await withDatabase { database, _ in
            try await database.write { connection in
                try connection.execute("INSERT INTO items (id) VALUES (1)")
                #expect(throws: SQLError.self) { try connection.execute("INSERT INTO items (id) VALUES (1)") }
                try connection.execute("INSERT INTO items (id) VALUES (2)")
            }
            #expect(try await database.ids() == [1, 2])
        }
    }

    @Test func `a full disk fails writes, and what was answered is there`() async throws {
        try await withDatabase { database, configuration in
            let pages = try await database.write { connection in
                try connection.firstRow("PRAGMA page_count") { try $0.integer(0) } ?? 0
            }
            try await database.write { try $0.executeScript("PRAGMA max_page_count = \(pages + 20)") }
            let text = String(repeating: "x", count: 2_000)
            let results = try await whileHeld(database, waiting: 100) { try await database.insert($0, text) }
            let refused = results.compactMap { $0 as? SQLError }
            #expect(!refused.isEmpty)
            #expect(refused.allSatisfy { $0 == .unavailable("the disk is full") })
            let ids = try await database.ids()
            #expect(ids.count == results.count - refused.count)
            // There is room again, and the same database goes on.
            try await database.write { try $0.executeScript("PRAGMA max_page_count = 100000") }
            try await database.insert(1_000)
            await database.close()
            let again = try SQLiteDatabase(configuration)
            #expect(try await again.ids() == ids + [1_000])
            await again.close()
        }
    }

    @Test func `a write beyond the queue's limit is refused, and the others happen`() async throws {
        try await withDatabase({ $0.maximumWaitingWrites = 3 }) { database, _ in
            let holder = Holder()
            async let first: Void = database.write { _ in holder.hold() }
            try await holder.untilHeld()
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 1...8 {
                    group.addTask {
                        do {
                            try await database.insert(Int64(number))
                            return true
                        } catch SQLError.overloaded(let retryAfter) {
                            #expect(retryAfter > .zero)
                            return false
                        }
                    }
                }
                var refused = 0
                while refused < 5, let wasWritten = try await group.next() { if !wasWritten { refused += 1 } }
                #expect(refused == 5)
                #expect(database.waitingWrites == 3)
                holder.release()
                for try await wasWritten in group { #expect(wasWritten) }
            }
            try await first
            #expect(try await database.ids().count == 3)
        }
    }

    @Test func `what waits is finished before the file is closed, and later calls are refused`() async throws {
        try await withDatabase { database, configuration in
            let holder = Holder()
            async let first: Void = database.write { _ in holder.hold() }
            try await holder.untilHeld()
            async let second: Void = database.insert(1)
            try #require(await eventually { database.waitingWrites == 1 })
            async let closed: Void = database.close()
            holder.release()
            try await first
            try await second
            await closed
            await #expect(throws: SQLError.unavailable("the database is closed")) { try await database.insert(2) }
            await #expect(throws: SQLError.unavailable("the database is closed")) { try await database.ids() }
            let again = try SQLiteDatabase(configuration)
            #expect(try await again.ids() == [1])
            await again.close()
        }
    }

    /// Holds the writer until `count` writes wait, then lets them go.
    /// - Returns: what each of them threw, in no order.
    private func whileHeld(
        _ database: SQLiteDatabase,
        waiting count: Int,
        _ write: @escaping @Sendable (Int64) async throws -> Void
    ) async throws -> [(any Error)?] {
        let holder = Holder()
        async let first: Void = database.write { _ in holder.hold() }
        try await holder.untilHeld()
        let results = await withTaskGroup(of: (any Error)?.self) { group in
            for number in 1...count {
                group.addTask {
                    do {
                        try await write(Int64(number))
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            let isFull = await eventually { database.waitingWrites >= count }
            #expect(isFull)
            holder.release()
            return await group.reduce(into: [(any Error)?]()) { $0.append($1) }
        }
        try await first
        return results
    }
}
