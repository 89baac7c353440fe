import DatabaseTestSupport
import SQLPort
import SQLStorage
import Testing

/// What the database refuses by itself, whatever program writes to it.
@Suite(.timeLimit(.minutes(5)))
struct ConstraintTests {
    private static let order = SQLValue.text("0193b3a0-0000-7000-8000-000000000001")

    @Test(
        arguments: DatabaseKind.allCases,
        [
            "UPDATE order_events SET payload = '{}'",
            "UPDATE order_events SET sequence = 2 WHERE sequence = 1",
            "DELETE FROM order_events",
            "DELETE FROM order_events WHERE sequence = 1",
        ]
    )
    func `an event is neither changed nor deleted`(kind: DatabaseKind, statement: String) async throws {
        try await Self.withOrder(kind) { (database) async throws -> Void in
            let before = try await Self.events(database)
            #expect(before == ["OrderCreated {\"a\":1}"])
            await #expect(throws: SQLError.constraintViolated(constraint: "order_events is append-only")) {
                try await database.write { try $0.execute(statement) }
            }
            #expect(try await Self.events(database) == before)
        }
    }

    @Test(arguments: ["ON", "OFF"])
    func `SQLite does not replace an event either`(recursiveTriggers: String) async throws {
        try await Self.withOrder(.sqlite) { (database) async throws -> Void in
            // As another program has it that opens the file.
            try await database.write { try $0.executeScript("PRAGMA recursive_triggers = \(recursiveTriggers)") }
            await #expect(throws: SQLError.constraintViolated(constraint: "order_events is append-only")) {
                try await database.write { connection in
                    try connection.execute(
                        """
                        INSERT OR REPLACE INTO order_events \
                        (id, order_id, sequence, type, schema_version, actor, payload, created_at) \
                        VALUES ('e', $1, 1, 'OrderCreated', 1, 'test', '{"a":2}', 0)
                        """,
                        [Self.order]
                    )
                }
            }
            #expect(try await Self.events(database) == ["OrderCreated {\"a\":1}"])
        }
    }

    @Test(arguments: ["TRUNCATE order_events", "TRUNCATE orders, order_events CASCADE"])
    func `PostgreSQL does not truncate the events either`(statement: String) async throws {
        try await Self.withOrder(.postgres) { (database) async throws -> Void in
            await #expect(throws: SQLError.constraintViolated(constraint: "order_events is append-only")) {
                try await database.write { try $0.executeScript(statement) }
            }
            #expect(try await Self.events(database).count == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a deleted order leaves its events`(kind: DatabaseKind) async throws {
        try await Self.withOrder(kind) { (database) async throws -> Void in
            _ = try await database.write { try $0.execute("DELETE FROM orders WHERE id = $1", [Self.order]) }
            #expect(try await Self.events(database).count == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `an order has no two events of the same number`(kind: DatabaseKind) async throws {
        try await Self.withOrder(kind) { (database) async throws -> Void in
            await #expect { try await database.write { try Self.insertEvent(on: $0) } } throws: {
                Self.isViolation($0)
            }
            #expect(try await Self.events(database).count == 1)
        }
    }

    @Test(arguments: DatabaseKind.allCases, [Int64.min, -1, 0, 1_000_001, .max])
    func `a quantity out of range is refused`(kind: DatabaseKind, quantity: Int64) async throws {
        try await Self.withOrder(kind) { (database) async throws -> Void in
            await #expect { try await Self.insertLine(quantity, into: database) } throws: { Self.isViolation($0) }
            try await Self.insertLine(1, into: database)
            await #expect {
                try await database.write {
                    try $0.execute("UPDATE order_lines SET quantity = $1", [.integer(quantity)])
                }
            } throws: {
                Self.isViolation($0)
            }
            #expect(try await Self.quantities(database) == [1])
        }
    }

    @Test(arguments: DatabaseKind.allCases, [Int64(1), 1_000_000])
    func `a quantity at the edge of the range is taken`(kind: DatabaseKind, quantity: Int64) async throws {
        try await Self.withOrder(kind) { (database) async throws -> Void in
            try await Self.insertLine(quantity, into: database)
            #expect(try await Self.quantities(database) == [quantity])
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `a line needs its order`(kind: DatabaseKind) async throws {
        try await kind.withDatabase { (database) async throws -> Void in
            await #expect { try await Self.insertLine(1, into: database) } throws: { Self.isViolation($0) }
        }
    }
}

// MARK: Rows

extension ConstraintTests {
    /// Runs a test on a database that has one order without lines, and its first event.
    private static func withOrder(
        _ kind: DatabaseKind,
        _ test: (any SQLDatabase) async throws -> Void
    ) async throws {
        try await kind.withDatabase { (database) async throws -> Void in
            try await database.write { connection in
                try connection.execute(
                    """
                    INSERT INTO orders (id, request_id, channel, status, priority, content_fingerprint, version, \
                    created_at, updated_at) VALUES ($1, $1, 'MANUAL', 'CREATED', 0, 'f', 1, 0, 0)
                    """,
                    [order]
                )
                try insertEvent(on: connection)
            }
            try await test(database)
        }
    }

    private static func insertEvent(on connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO order_events (id, order_id, sequence, type, schema_version, actor, payload, created_at) \
            VALUES ('e', $1, 1, 'OrderCreated', 1, 'test', '{"a":1}', 0)
            """,
            [order]
        )
    }

    private static func insertLine(_ quantity: Int64, into database: any SQLDatabase) async throws {
        _ = try await database.write { connection in
            try connection.execute(
                """
                INSERT INTO order_lines (order_id, line_number, id, sku, quantity, status) \
                VALUES ($1, 1, 'l', 'A-1', $2, 'PENDING')
                """,
                [order, .integer(quantity)]
            )
        }
    }

    private static func events(_ database: any SQLDatabase) async throws -> [String] {
        try await database.read { connection in
            try connection.rows("SELECT type, payload FROM order_events ORDER BY sequence") {
                "\(try $0.text(0)) \(try $0.text(1))"
            }
        }
    }

    private static func quantities(_ database: any SQLDatabase) async throws -> [Int64] {
        try await database.read { try $0.rows("SELECT quantity FROM order_lines") { try $0.integer(0) } }
    }

    private static func isViolation(_ error: any Error) -> Bool {
        if case SQLError.constraintViolated = error { true } else { false }
    }
}
