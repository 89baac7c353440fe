package import Messaging
package import OMSKernel
import SQLPort

extension SQLOutboxStore {
    package func deadLetters(after: Int64?, limit: PageLimit) async throws -> Page<DeadLetter, Int64> {
        let rows = try await database.reading { connection in
            try connection.rows(
                "SELECT \(DeadLetter.columns) FROM dead_letters WHERE position > $1 ORDER BY position LIMIT $2",
                [.integer(after ?? 0), .integer(Int64(limit.count) + 1)],
                DeadLetter.init
            )
        }
        let page = Array(rows.prefix(limit.count))
        return Page(elements: page, next: rows.count > page.count ? page.last?.message.position : nil)
    }

    package func retryDeadLetter(_ position: Int64, now: Timestamp) async throws -> Int {
        try await database.writing { connection in
            let positions = try connection.rows(
                """
                SELECT d.position FROM dead_letters l JOIN dead_letters d ON d.destination = l.destination \
                AND d.ordering_key = l.ordering_key AND d.position <= l.position \
                WHERE l.position = $1 ORDER BY d.position\(connection.dialect.rowLock())
                """,
                [.integer(position)]
            ) { try $0.integer(0) }
            try Self.revive(positions, on: connection)
            return positions.count
        }
    }

    package func retryDeadLetters(limit: Int, now: Timestamp) async throws -> Int {
        try await database.writing { connection in
            let positions = try connection.rows(
                "SELECT position FROM dead_letters ORDER BY position LIMIT $1\(connection.dialect.rowLock())",
                [.integer(Int64(limit))]
            ) { try $0.integer(0) }
            try Self.revive(positions, on: connection)
            return positions.count
        }
    }

    /// Puts dead letters back where they stood. Their rows are locked, so no other retry has them in hand.
    private static func revive(_ positions: [Int64], on connection: any SQLConnection) throws {
        try forEachList(of: positions) { list in
            try connection.execute(
                """
                INSERT INTO outbox (position, destination, ordering_key, message_id, type, sequence, \
                schema_version, payload, traceparent, created_at) \
                SELECT position, destination, ordering_key, message_id, type, sequence, schema_version, payload, \
                traceparent, created_at FROM dead_letters WHERE position IN \(list.sql)
                """,
                list.arguments
            )
        }
        try delete(positions, from: "dead_letters", on: connection)
    }
}
