import Messaging
package import OMSKernel
package import Orders
package import SQLPort

/// Orders, their lines and events in SQL tables; the same statements for both dialects.
package struct SQLOrderStore: OrderStore {
    let database: any SQLDatabase
    /// How many rows a list may look at beyond its index before it hands out a cursor.
    let maximumScannedRows: Int

    /// - Parameters:
    ///   - database: where the tables are, migrated.
    ///   - maximumScannedRows: how many rows a list whose filter no index covers may look at.
    package init(database: any SQLDatabase, maximumScannedRows: Int = 5_000) {
        self.database = database
        self.maximumScannedRows = maximumScannedRows
    }

    package func order(_ id: OrderID) async throws -> Order? {
        try await database.reading { try Self.order(id, on: $0) }
    }

    package func order(requestedAs key: RequestKey) async throws -> Order? {
        try await database.reading { connection in
            // A key that found an order made under another one is in the ledger alone, a pruned one with its order.
            let id = try connection.firstRow(
                """
                SELECT COALESCE((SELECT order_id FROM idempotency_keys WHERE request_key = $1), \
                (SELECT id FROM orders WHERE request_id = $1))
                """,
                [.text(key.text)]
            ) { try $0.isNull(0) ? nil : OrderID($0.uuid(0)) }
            return try id.flatMap { $0 }.flatMap { try Self.order($0, on: connection) }
        }
    }

    package func record(_ id: OrderID) async throws -> OrderRecord? {
        try await database.reading { connection in
            try Self.order(id, on: connection).map { try OrderRecord.record($0, on: connection) }
        }
    }

    package func modify(
        _ id: OrderID,
        noting progress: OrderProgress?,
        _ decide: @escaping @Sendable (Order) throws(OrderError) -> OrderDecision
    ) async throws -> OrderDecision {
        try await database.writing { connection in
            guard let order = try Self.order(id, locking: true, on: connection) else { throw OrderError.notFound(id) }
            let decision = try decide(order)
            switch decision {
            case .unchanged: break
            case .changed(let next, let event):
                try Self.replace(order, with: next, on: connection)
                try event.insert(into: connection)
                if next.status.isFinal { try OrderCancellation.settle(for: next, connection) }
            case .deleted(let event):
                try connection.execute("DELETE FROM orders WHERE id = $1", [.text(id.description)])
                try event.insert(into: connection)
                return decision
            }
            try progress?.note(on: id, connection)
            return decision
        }
    }

    package func cancel(
        _ id: OrderID,
        _ decide: @escaping @Sendable (OrderRecord) throws(OrderError) -> CancellationDecision
    ) async throws -> CancellationDecision {
        try await database.writing { connection in
            guard let order = try Self.order(id, locking: true, on: connection) else { throw OrderError.notFound(id) }
            let decision = try decide(try OrderRecord.record(order, on: connection))
            switch decision {
            case .unchanged: break
            case .cancelled(let next, let event):
                try Self.replace(order, with: next.order, on: connection)
                try event.insert(into: connection)
            case .requested(let next):
                guard let wish = next.cancellation else { break }
                try wish.insert(for: id, connection)
                try NewOutboxMessage(wish, of: id).insert(into: connection)
            }
            return decision
        }
    }

    package func events(of id: OrderID, after sequence: Int64, limit: Int) async throws -> [OrderEvent] {
        try await database.reading { connection in
            try connection.rows(
                """
                SELECT \(OrderEvent.columns) FROM order_events \
                WHERE order_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3
                """,
                [.text(id.description), .integer(sequence), .integer(Int64(limit))],
                OrderEvent.init
            )
        }
    }

    package func events(
        after position: EventPosition?,
        limit: Int
    ) async throws -> Page<OrderEvent, EventPosition> {
        try await database.reading { connection in
            let rows = try connection.rows(
                Self.feedQuery(connection.dialect),
                [
                    .integer(position?.transaction ?? -1), .integer(position?.position ?? -1),
                    .integer(Int64(limit)),
                ]
            ) { row in
                (
                    event: try OrderEvent(row),
                    position: EventPosition(transaction: try row.integer(9), position: try row.integer(10))
                )
            }
            return Page(elements: rows.map(\.event), next: rows.last?.position)
        }
    }

    /// SQLite has one writer, so positions appear in their order. PostgreSQL gives them out before commit: the
    /// feed is ordered by transaction and stays behind the oldest transaction that is still open.
    private static func feedQuery(_ dialect: SQLDialect) -> String {
        let visible =
            switch dialect {
            case .sqlite: "(transaction_id = 0 AND $1 <= 0 AND position > $2)"
            case .postgres:
                """
                (transaction_id, position) > ($1, $2) \
                AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                """
            }
        let order = dialect == .sqlite ? "position" : "transaction_id, position"
        return """
            SELECT \(OrderEvent.columns), transaction_id, position FROM order_events \
            WHERE \(visible) ORDER BY \(order) LIMIT $3
            """
    }

    // MARK: Rows

    static func order(_ id: OrderID, locking: Bool = false, on connection: any SQLConnection) throws -> Order? {
        let row = try connection.firstRow(
            "SELECT \(Order.columns) FROM orders WHERE id = $1\(connection.dialect.rowLock(locking))",
            [.text(id.description)],
            Order.Row.init
        )
        guard let row else { return nil }
        return try orders([row], on: connection).first
    }

    /// Joins rows with their lines, in the rows' order.
    static func orders(_ rows: [Order.Row], on connection: any SQLConnection) throws -> [Order] {
        guard !rows.isEmpty else { return [] }
        var lines: [OrderID: [OrderLine]] = [:]
        let currencies = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.currency) })
        let list = SQLList.parameters(rows.map { .text($0.id.description) })
        try connection.forEachRow(
            """
            SELECT \(OrderLine.columns) FROM order_lines \
            WHERE order_id IN \(list.sql) ORDER BY order_id, line_number
            """,
            list.arguments
        ) { row in
            let id = OrderID(try row.uuid(0))
            lines[id, default: []].append(try OrderLine(row, currency: currencies[id] ?? nil))
            return true
        }
        return rows.map { $0.make(lines[$0.id] ?? []) }
    }

    private static func replace(_ order: Order, with next: Order, on connection: any SQLConnection) throws {
        try connection.execute(
            """
            UPDATE orders SET status = $2, priority = $3, ship_to = $4, failure_reason = $5, version = $6, \
            updated_at = $7 WHERE id = $1
            """,
            [
                .text(next.id.description), .text(next.status.rawValue), .integer(Int64(next.priority)),
                .text(next.shipTo?.json), .text(next.failureReason), .integer(next.version),
                .integer(next.updatedAt.milliseconds),
            ]
        )
        for (index, line) in next.lines.enumerated() where line.status != order.lines[index].status {
            try connection.execute(
                "UPDATE order_lines SET status = $3 WHERE order_id = $1 AND line_number = $2",
                [.text(next.id.description), .integer(Int64(index + 1)), .text(line.status.rawValue)]
            )
        }
    }
}
