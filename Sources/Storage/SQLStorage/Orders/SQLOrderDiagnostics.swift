import OMSKernel
package import Orders
package import SQLPort

/// Holds orders against their events, a bounded part of the table at a time.
package struct SQLOrderDiagnostics: OrderDiagnostics {
    /// Orders that are looked at in one snapshot.
    private static let batchSize = 1_000

    private let database: any SQLDatabase

    /// - Parameter database: where the tables are, migrated.
    package init(database: any SQLDatabase) {
        self.database = database
    }

    package func countByStatus() async throws -> [OrderStatus: Int] {
        let counts = try await database.reading { connection in
            try connection.rows("SELECT status, COUNT(*) FROM orders GROUP BY status") { row in
                (status: try row.value(0) as OrderStatus, count: Int(try row.integer(1)))
            }
        }
        return Dictionary(uniqueKeysWithValues: counts.map { ($0.status, $0.count) })
    }

    package func disagreements(limit: Int) async throws -> [OrderDisagreement] {
        var found: [OrderDisagreement] = []
        var after = ""
        while found.count < limit {
            let start = after
            let batch = try await database.reading { try Self.batch(after: start, on: $0) }
            found += batch.disagreements
            guard let last = batch.last else { break }
            after = last
        }
        return Array(found.prefix(limit))
    }

    /// What was found among the orders and events from one id up to another.
    private struct Batch: Sendable {
        let disagreements: [OrderDisagreement]
        /// Where the next batch starts; nil after the last one.
        let last: String?
    }

    private static func batch(after start: String, on connection: any SQLConnection) throws -> Batch {
        let orders = try connection.rows(
            "SELECT id, status, version FROM orders WHERE id > $1 ORDER BY id LIMIT \(batchSize)",
            [.text(start)]
        ) { row in
            RecordedOrder(id: OrderID(try row.uuid(0)), status: try row.value(1), version: try row.integer(2))
        }
        let isLast = orders.count < batchSize
        let end = isLast ? "~" : (orders.last?.id.description ?? "~")
        var histories: [OrderID: EventHistory] = [:]
        // Events of ids between two orders belong to deleted orders, and are looked at too.
        try connection.forEachRow(
            """
            SELECT order_id, sequence, type FROM order_events WHERE order_id > $1 AND order_id <= $2 \
            ORDER BY order_id, sequence
            """,
            [.text(start), .text(end)]
        ) { row in
            histories[OrderID(try row.uuid(0)), default: EventHistory()]
                .append(sequence: try row.integer(1), kind: try row.value(2))
            return true
        }
        return Batch(disagreements: disagreements(orders, histories), last: isLast ? nil : end)
    }

    private static func disagreements(
        _ orders: [RecordedOrder],
        _ histories: [OrderID: EventHistory]
    ) -> [OrderDisagreement] {
        var orphans = histories
        let ofOrders = orders.compactMap { order -> OrderDisagreement? in
            let history = orphans.removeValue(forKey: order.id) ?? EventHistory()
            return history.problem(of: order).map { OrderDisagreement(orderID: order.id, problem: $0) }
        }
        let ofOrphans = orphans.filter { $0.value.lastKind != .deleted }.map { id, _ in
            OrderDisagreement(orderID: id, problem: "it has events and no OrderDeleted among them, but no record")
        }
        return (ofOrders + ofOrphans).sorted { $0.orderID < $1.orderID }
    }
}

private struct RecordedOrder: Sendable {
    let id: OrderID
    let status: OrderStatus
    let version: Int64
}

/// An order as its events tell of it, read in their order.
private struct EventHistory {
    private var count: Int64 = 0
    private var hasGap = false
    private var status: OrderStatus?
    private(set) var lastKind: OrderEvent.Kind?

    mutating func append(sequence: Int64, kind: OrderEvent.Kind) {
        count += 1
        if sequence != count { hasGap = true }
        status = kind.resultingStatus ?? status
        lastKind = kind
    }

    /// How the record contradicts the events; nil when it does not.
    func problem(of order: RecordedOrder) -> String? {
        if lastKind == .deleted { return "it is there, its events say it was deleted" }
        if hasGap { return "its events are not numbered from 1 without a gap" }
        if order.version != count { return "version is \(order.version), it has \(count) events" }
        guard status != order.status else { return nil }
        return "status is \(order.status.rawValue), its events say \(status?.rawValue ?? "nothing")"
    }
}
