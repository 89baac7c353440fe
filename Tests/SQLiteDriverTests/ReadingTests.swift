import SQLPort
import SQLiteDriver
import Testing
import TestSupport

@Suite struct ReadingTests {
    @Test func `readers run beside each other and beside the writer`() async throws {
        try await withDatabase({ $0.readers = 2 }) { database, _ in
            let (writer, one, two) = (Holder(), Holder(), Holder())
            async let write: Void = database.write { _ in writer.hold() }
            async let first: Void = database.read { _ in one.hold() }
            async let second: Void = database.read { _ in two.hold() }
            // All three are on their threads at the same time.
            try await writer.untilHeld()
            try await one.untilHeld()
            try await two.untilHeld()
            for holder in [writer, one, two] { holder.release() }
            try await write
            try await first
            try await second
        }
    }

    @Test func `a read sees one moment from its first row to its last`() async throws {
        try await withDatabase { database, _ in
            try await database.insert(1)
            let holder = Holder()
            async let counts = database.read { connection in
                let before = try connection.firstRow("SELECT COUNT(*) FROM items") { try $0.integer(0) }
                holder.hold()
                let after = try connection.firstRow("SELECT COUNT(*) FROM items") { try $0.integer(0) }
                return [before, after]
            }
            try await holder.untilHeld()
            try await database.insert(2)
            holder.release()
            #expect(try await counts == [1, 1])
            #expect(try await database.ids() == [1, 2])
        }
    }

    @Test func `a reader does not see what is not committed`() async throws {
        try await withDatabase { database, _ in
            let holder = Holder()
            async let write: Void = database.write { connection in
                try connection.execute("INSERT INTO items (id) VALUES (1)")
                holder.hold()
            }
            try await holder.untilHeld()
            #expect(try await database.ids() == [])
            holder.release()
            try await write
            #expect(try await database.ids() == [1])
        }
    }

    @Test func `a read cannot write`() async throws {
        try await withDatabase { database, _ in
            await #expect(throws: SQLError.unavailable("the database is read-only")) {
                try await database.read { try $0.execute("INSERT INTO items (id) VALUES (1)") }
            }
        }
    }

    @Test func `a read beyond the queue's limit is refused`() async throws {
        try await withDatabase({
            $0.readers = 1
            $0.maximumWaitingReads = 1
        }) { database, _ in
            let holder = Holder()
            async let first: Void = database.read { _ in holder.hold() }
            try await holder.untilHeld()
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        do {
                            return try await database.ids().isEmpty
                        } catch {
                            #expect(error as? SQLError == .overloaded(retryAfter: .seconds(1)))
                            return false
                        }
                    }
                }
                var refused = 0
                while refused < 2, let wasRead = await group.next() { if !wasRead { refused += 1 } }
                holder.release()
                #expect(await group.next() == true)
            }
            try await first
        }
    }
}
