package import OMSKernel
import SQLPort

extension SQLCrossChecks {
    /// What is held, or was taken, for an order that has no use for it.
    package struct LostAllocation: Sendable, Equatable {
        package let orderID: OrderID
        /// `HELD` or `CONSUMED`.
        package let state: String
        /// The order's status; nil when there is no such order.
        package let orderStatus: String?
    }

    /// Allocations of orders that have ended or are not there, which nothing changed for a while.
    /// - Parameters:
    ///   - moment: what was changed after it is left out.
    ///   - limit: the most that are found.
    /// - Returns: allocations in the order of the orders' ids.
    /// - Throws: what the database throws.
    package func lostAllocations(before moment: Timestamp, limit: Int) async throws -> [LostAllocation] {
        try await database.reading { connection in
            try connection.rows(
                """
                SELECT a.order_id, a.state, COALESCE(o.status, '') FROM stock_allocations a \
                LEFT JOIN orders o ON o.id = a.order_id \
                WHERE a.updated_at < $1 AND (o.id IS NULL OR o.updated_at < $1) AND ( \
                a.state = 'HELD' AND (o.id IS NULL OR o.status IN ('SHIPPED', 'CANCELLED', 'FAILED')) \
                OR a.state = 'CONSUMED' AND o.status IN ('CANCELLED', 'FAILED')) \
                ORDER BY a.order_id LIMIT $2
                """,
                [.integer(moment.milliseconds), .integer(Int64(limit))]
            ) { row in
                let status = try row.text(2)
                return LostAllocation(
                    orderID: OrderID(try row.uuid(0)),
                    state: try row.text(1),
                    orderStatus: status.isEmpty ? nil : status
                )
            }
        }
    }

    /// Shipments of orders that never were; those of deleted orders have their orders' events.
    /// - Parameters:
    ///   - moment: what was changed after it is left out.
    ///   - limit: the most that are found.
    /// - Returns: ids of shipments and of the orders they name.
    /// - Throws: what the database throws.
    package func shipmentsWithoutOrder(
        before moment: Timestamp,
        limit: Int
    ) async throws -> [(shipment: String, orderID: String)] {
        try await database.reading { connection in
            try connection.rows(
                """
                SELECT s.id, s.order_id FROM shipments s WHERE s.status <> 'CANCELLED' AND s.updated_at < $1 \
                AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = s.order_id) \
                AND NOT EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = s.order_id) \
                ORDER BY s.id LIMIT $2
                """,
                [.integer(moment.milliseconds), .integer(Int64(limit))]
            ) { (shipment: try $0.text(0), orderID: try $0.text(1)) }
        }
    }

    /// SKUs whose stock is not the sum of their ledger, or whose held pieces are not those that orders hold.
    /// - Parameter limit: the most that are found.
    /// - Returns: the SKUs, and how they differ.
    /// - Throws: what the database throws.
    package func unbalancedStock(limit: Int) async throws -> [(sku: SKU, problem: String)] {
        try await database.reading { connection in
            // One statement, so that PostgreSQL looks at one moment.
            try connection.rows(
                """
                SELECT s.sku, s.on_hand, s.reserved, COALESCE(l.on_hand, 0), COALESCE(l.reserved, 0), \
                COALESCE(h.held, 0) FROM stock s \
                LEFT JOIN (SELECT sku, CAST(SUM(on_hand_delta) AS BIGINT) AS on_hand, \
                CAST(SUM(reserved_delta) AS BIGINT) AS reserved FROM stock_movements GROUP BY sku) l \
                ON l.sku = s.sku \
                LEFT JOIN (SELECT r.sku, CAST(SUM(r.quantity) AS BIGINT) AS held FROM stock_reservations r \
                JOIN stock_allocations a ON a.order_id = r.order_id AND a.state = 'HELD' GROUP BY r.sku) h \
                ON h.sku = s.sku \
                WHERE s.on_hand <> COALESCE(l.on_hand, 0) OR s.reserved <> COALESCE(l.reserved, 0) \
                OR s.reserved <> COALESCE(h.held, 0) ORDER BY s.sku LIMIT $1
                """,
                [.integer(Int64(limit))]
            ) { row in
                (
                    sku: SKU(trusted: try row.text(0)),
                    problem: "\(try row.integer(1)) on hand and \(try row.integer(2)) reserved, its ledger says "
                        + "\(try row.integer(3)) and \(try row.integer(4)), orders hold \(try row.integer(5))"
                )
            }
        }
    }
}
