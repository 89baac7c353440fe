package import Inventory
import Messaging
package import OMSKernel
package import SQLPort

/// What the sandbox supplier remembers, in SQL tables; the same statements for both dialects.
package struct SQLSupplierStore: SandboxSupplierStore {
    private let database: any SQLDatabase

    /// - Parameter database: where the tables are, migrated.
    package init(database: any SQLDatabase) {
        self.database = database
    }

    package func settings() async throws -> SandboxSupplierSettings {
        let stored = try await database.reading { connection in
            try connection.firstRow(
                "SELECT delay_milliseconds, error_percent, is_out, fail_next FROM sandbox_supplier WHERE id = 1"
            ) { row in
                SandboxSupplierSettings(
                    trustedDelay: row.isNull(0) ? nil : .milliseconds(try row.integer(0)),
                    errorPercent: Int(try row.integer(1)),
                    isOut: try row.integer(2) == 1,
                    failNext: Int(try row.integer(3))
                )
            }
        }
        return stored ?? .reliable
    }

    package func set(_ settings: SandboxSupplierSettings) async throws {
        try await database.writing { connection in
            try connection.execute(
                """
                INSERT INTO sandbox_supplier (id, delay_milliseconds, error_percent, is_out, fail_next) \
                VALUES (1, $1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET delay_milliseconds = $1, \
                error_percent = $2, is_out = $3, fail_next = $4
                """,
                [
                    settings.delay.map { .integer($0.wholeMilliseconds) } ?? .null,
                    .integer(Int64(settings.errorPercent)), .integer(settings.isOut ? 1 : 0),
                    .integer(Int64(settings.failNext)),
                ]
            )
        }
    }

    package func takeFailure() async throws -> Bool {
        try await database.writing { connection in
            try connection.execute("UPDATE sandbox_supplier SET fail_next = fail_next - 1 WHERE fail_next > 0") > 0
        }
    }

    package func order(_ request: SupplyRequest, dueAt moment: Timestamp?) async throws {
        try await database.writing { connection in
            try connection.execute(
                """
                INSERT INTO sandbox_supplier_orders (number, sku, quantity, status, due_at) \
                VALUES ($1, $2, $3, 'ORDERED', $4) ON CONFLICT (number) DO UPDATE SET \
                due_at = COALESCE(sandbox_supplier_orders.due_at, $4)
                """,
                [
                    .text(request.number.text), .text(request.sku.code), .integer(request.quantity),
                    moment.map { .integer($0.milliseconds) } ?? .null,
                ]
            )
        }
    }

    package func cancel(_ number: RequestKey) async throws -> Int64 {
        try await database.writing { connection in
            let id = SQLValue.text(number.text)
            try connection.execute(
                "UPDATE sandbox_supplier_orders SET status = 'CANCELLED' WHERE number = $1 AND status = 'ORDERED'",
                [id]
            )
            return try connection.firstRow(
                "SELECT quantity FROM sandbox_supplier_orders WHERE number = $1 AND status = 'SENT'",
                [id]
            ) { try $0.integer(0) } ?? 0
        }
    }

    package func deliver(upTo now: Timestamp, limit: Int) async throws -> Int {
        // Looked at first, so that a supplier with nothing to send writes nothing.
        let due = try await database.reading { try Self.due(at: now, limit: limit, on: $0) }
        guard !due.isEmpty else { return 0 }
        return try await database.writing { connection in
            try due.count { order in
                let sent = try connection.execute(
                    "UPDATE sandbox_supplier_orders SET status = 'SENT' WHERE number = $1 AND status = 'ORDERED'",
                    [.text(order.number.text)]
                )
                if sent > 0 { try NewOutboxMessage.stockReceived(order, at: now).insert(into: connection) }
                return sent > 0
            }
        }
    }

    private static func due(
        at now: Timestamp,
        limit: Int,
        on connection: any SQLConnection
    ) throws -> [SupplyRequest] {
        try connection.rows(
            """
            SELECT number, sku, quantity FROM sandbox_supplier_orders \
            WHERE status = 'ORDERED' AND due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at, number LIMIT $2
            """,
            [.integer(now.milliseconds), .integer(Int64(limit))]
        ) { row in
            SupplyRequest(
                number: RequestKey(trusted: try row.text(0)),
                sku: SKU(trusted: try row.text(1)),
                quantity: try row.integer(2)
            )
        }
    }
}
