package import OMSKernel
import Orders
package import SQLPort

/// The upkeep of the idempotency keys that ``SQLOrderStore/create(_:)`` writes.
package struct SQLIdempotencyLedger: IdempotencyLedger {
    private let database: any SQLDatabase

    /// - Parameter database: where the tables are, migrated.
    package init(database: any SQLDatabase) {
        self.database = database
    }

    package func prune(before moment: Timestamp, limit: Int) async throws -> Int {
        try await database.writing { connection in
            try connection.execute(
                """
                DELETE FROM idempotency_keys WHERE request_key IN \
                (SELECT request_key FROM idempotency_keys WHERE created_at < $1 ORDER BY created_at LIMIT $2)
                """,
                [.integer(moment.milliseconds), .integer(Int64(limit))]
            )
        }
    }
}
