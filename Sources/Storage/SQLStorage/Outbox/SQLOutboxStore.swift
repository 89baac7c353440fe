package import Messaging
package import OMSKernel
package import SQLPort

/// The outbox in SQL tables: rows are written by ``NewOutboxMessage/insert(into:)`` in the transactions of the
/// contexts, and go when they are delivered.
package struct SQLOutboxStore: OutboxStore {
    /// Where ``depth()`` stops counting.
    package static let maximumCountedDepth = 100_000

    let database: any SQLDatabase

    /// - Parameter database: where the tables are, migrated.
    package init(database: any SQLDatabase) {
        self.database = database
    }

    package func dueMessages(now: Timestamp, limit: Int) async throws -> [OutboxMessage] {
        try await database.reading { connection in
            try connection.rows(
                """
                SELECT \(OutboxMessage.columns) FROM outbox o \
                WHERE next_attempt_at <= $1 \
                AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.destination = o.destination \
                AND e.ordering_key = o.ordering_key AND e.position < o.position \
                AND e.attempts > 0 AND e.next_attempt_at > $1) \
                AND NOT EXISTS (SELECT 1 FROM dead_letters d WHERE d.destination = o.destination \
                AND d.ordering_key = o.ordering_key AND d.position < o.position) \
                ORDER BY position LIMIT $2
                """,
                [.integer(now.milliseconds), .integer(Int64(limit))],
                OutboxMessage.init
            )
        }
    }

    package func depth() async throws -> OutboxDepth {
        try await database.reading { connection in
            let undelivered = try connection.count("SELECT 1 FROM outbox LIMIT \(Self.maximumCountedDepth)")
            let dead = try connection.count("SELECT 1 FROM dead_letters LIMIT \(Self.maximumCountedDepth)")
            // Positions grow with time, so the first row is the oldest.
            let oldest = try connection.firstRow("SELECT created_at FROM outbox ORDER BY position LIMIT 1") {
                Timestamp(milliseconds: try $0.integer(0))
            }
            return OutboxDepth(undelivered: undelivered, oldest: oldest, dead: dead)
        }
    }
}

// MARK: The lease

extension SQLOutboxStore {
    private static let lease = SQLValue.text("outbox-relay")

    package func acquireLease(holder: String, now: Timestamp, expiry: Timestamp) async throws -> Bool {
        try await database.writing { connection in
            let changed = try connection.execute(
                """
                INSERT INTO leases (name, holder, expires_at) VALUES ($1, $2, $3) \
                ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at \
                WHERE leases.holder = excluded.holder OR leases.expires_at <= $4
                """,
                [Self.lease, .text(holder), .integer(expiry.milliseconds), .integer(now.milliseconds)]
            )
            return changed > 0
        }
    }

    package func releaseLease(holder: String) async throws {
        try await database.writing { connection in
            try connection.execute(
                "DELETE FROM leases WHERE name = $1 AND holder = $2",
                [Self.lease, .text(holder)]
            )
        }
    }
}

// MARK: Settling

extension SQLOutboxStore {
    package func settle(_ results: [OutboxResult], now: Timestamp) async throws {
        guard !results.isEmpty else { return }
        try await database.writing { connection in
            let delivered = results.filter { $0.outcome == .delivered }.map(\.message.position)
            try Self.delete(delivered, from: "outbox", on: connection)
            for result in results {
                switch result.outcome {
                case .delivered: break
                case .failed(let error, let nextAttempt):
                    try Self.postpone(result.message, error: error, to: nextAttempt, on: connection)
                case .dead(let error):
                    try Self.bury(result.message, error: error, now: now, on: connection)
                }
            }
        }
    }

    private static func postpone(
        _ message: OutboxMessage,
        error: String,
        to nextAttempt: Timestamp,
        on connection: any SQLConnection
    ) throws {
        try connection.execute(
            "UPDATE outbox SET attempts = $2, next_attempt_at = $3, last_error = $4 WHERE position = $1",
            [
                .integer(message.position), .integer(Int64(message.attempts) + 1),
                .integer(nextAttempt.milliseconds), .text(error),
            ]
        )
    }

    private static func bury(
        _ message: OutboxMessage,
        error: String,
        now: Timestamp,
        on connection: any SQLConnection
    ) throws {
        let position = SQLValue.integer(message.position)
        try connection.execute(
            """
            INSERT INTO dead_letters (\(DeadLetter.columns)) \
            SELECT position, destination, ordering_key, message_id, type, sequence, schema_version, payload, \
            traceparent, created_at, $2, $3, $4 FROM outbox WHERE position = $1 \
            ON CONFLICT (position) DO NOTHING
            """,
            [position, .integer(Int64(message.attempts) + 1), .text(error), .integer(now.milliseconds)]
        )
        try connection.execute("DELETE FROM outbox WHERE position = $1", [position])
    }

    /// Deletes rows by their positions, in statements of a bounded length.
    static func delete(_ positions: [Int64], from table: String, on connection: any SQLConnection) throws {
        try forEachList(of: positions) { list in
            try connection.execute("DELETE FROM \(table) WHERE position IN \(list.sql)", list.arguments)
        }
    }

    static func forEachList(
        of positions: [Int64],
        _ body: ((sql: String, arguments: [SQLValue])) throws -> Void
    ) throws {
        var rest = positions[...]
        while !rest.isEmpty {
            let part = rest.prefix(SQLList.maximumCount)
            rest = rest.dropFirst(part.count)
            try body(SQLList.parameters(part.map { .integer($0) }))
        }
    }
}
