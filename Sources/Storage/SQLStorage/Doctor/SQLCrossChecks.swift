import Messaging
package import OMSKernel
package import SQLPort

/// Compares what different systems of record say of the same orders, for the doctor. Reads only, but for
/// ``askForIntake(of:now:)``.
package struct SQLCrossChecks: Sendable {
    /// Orders that are read at once.
    private static let batchSize = 5_000
    /// More waiting messages than this are not gone through.
    private static let maximumWaiting = 200_000

    let database: any SQLDatabase

    /// - Parameter database: where the tables are, migrated.
    package init(database: any SQLDatabase) {
        self.database = database
    }

    /// An order that has not ended.
    package struct OpenOrder: Sendable, Equatable {
        package let id: OrderID
        package let requestID: String
        package let version: Int64
    }

    /// Orders that have not ended and of which no message to a workflow waits, or is dead: what is to happen with them
    /// happens in a workflow.
    /// - Parameter after: where to go on; nil at the start.
    /// - Returns: some of them in the order of their ids, and where to go on; nil after the last ones.
    /// - Throws: what the database throws; overloaded when too many messages wait to be gone through.
    package func ordersInWorkflows(after: OrderID?) async throws -> (orders: [OpenOrder], next: OrderID?) {
        try await database.reading { connection in
            let orders = try connection.rows(
                """
                SELECT id, request_id, version FROM orders \
                WHERE status IN ('CREATED', 'VALIDATED', 'RESERVED', 'FULFILLING') AND id > $1 \
                ORDER BY id LIMIT \(Self.batchSize)
                """,
                [.text(after?.description ?? "")]
            ) { OpenOrder(id: OrderID(try $0.uuid(0)), requestID: try $0.text(1), version: try $0.integer(2)) }
            // Read after the orders: a message that is gone by then was delivered.
            let waiting = try Self.waitingKeys(on: connection)
            return (
                orders.filter { !waiting.contains($0.id.description) },
                orders.count < Self.batchSize ? nil : orders.last?.id
            )
        }
    }

    /// Whether an order is still as it was read, and nothing of it waits for delivery.
    package func isUnchanged(_ order: OpenOrder) async throws -> Bool {
        try await database.reading { try Self.isUnchanged(order, on: $0) }
    }

    /// Asks once more for the intake of an order, unless something happened to it since.
    /// - Returns: whether it was asked for.
    package func askForIntake(of order: OpenOrder, now: Timestamp) async throws -> Bool {
        try await database.writing { connection in
            guard try Self.isUnchanged(order, locking: true, on: connection) else { return false }
            let fingerprint = try connection.firstRow(
                "SELECT fingerprint FROM idempotency_keys WHERE request_key = $1",
                [.text(order.requestID)]
            ) { try $0.text(0) }
            try NewOutboxMessage(
                startingIntakeOf: order.id,
                requestID: order.requestID,
                fingerprint: fingerprint,
                at: now
            ).insert(into: connection)
            return true
        }
    }

    /// Which of these orders there are.
    package func known(_ orders: [OrderID]) async throws -> Set<OrderID> {
        try await database.reading { connection in
            var known: Set<OrderID> = []
            for chunk in orders.chunked(by: SQLList.maximumCount) {
                let list = SQLList.parameters(chunk.map { .text($0.description) })
                known.formUnion(
                    try connection.rows("SELECT id FROM orders WHERE id IN \(list.sql)", list.arguments) {
                        OrderID(try $0.uuid(0))
                    }
                )
            }
            return known
        }
    }

    /// When an order's last event was; nil for one that never was.
    package func lastEvent(of order: OrderID) async throws -> Timestamp? {
        try await database.reading { connection in
            try connection.firstRow(
                "SELECT created_at FROM order_events WHERE order_id = $1 ORDER BY sequence DESC LIMIT 1",
                [.text(order.description)]
            ) { Timestamp(milliseconds: try $0.integer(0)) }
        }
    }

    private static func isUnchanged(
        _ order: OpenOrder,
        locking: Bool = false,
        on connection: any SQLConnection
    ) throws -> Bool {
        let version = try connection.firstRow(
            "SELECT version FROM orders WHERE id = $1\(connection.dialect.rowLock(locking))",
            [.text(order.id.description)]
        ) { try $0.integer(0) }
        return try version == order.version && !waitingKeys(on: connection).contains(order.id.description)
    }

    private static func waitingKeys(on connection: any SQLConnection) throws -> Set<String> {
        var keys: Set<String> = []
        for table in ["outbox", "dead_letters"] {
            let found = try connection.rows(
                "SELECT ordering_key FROM \(table) WHERE destination = $1 LIMIT \(maximumWaiting + 1)",
                [.text(OutboxMessage.workflowsDestination)]
            ) { try $0.text(0) }
            guard found.count <= maximumWaiting else { throw SQLError.overloaded(retryAfter: .seconds(60)) }
            keys.formUnion(found)
        }
        return keys
    }
}
