package import Orders
import Messaging
import OMSKernel
import SQLPort

extension SQLOrderStore {
    package func create(_ creation: OrderCreation) async throws -> OrderCreationOutcome {
        do {
            return try await database.writing { try Self.create(creation, on: $0) }
        } catch let refusal as Refusal {
            return refusal.outcome
        }
    }

    /// Thrown to roll the transaction back, so that a refused command does not keep its key.
    private struct Refusal: Error {
        let outcome: OrderCreationOutcome
    }

    /// The unique keys decide, not a look beforehand: of two calls at the same time, one inserts and the other
    /// finds what was inserted.
    private static func create(
        _ creation: OrderCreation,
        on connection: any SQLConnection
    ) throws -> OrderCreationOutcome {
        let order = creation.order
        guard try claimKey(creation, on: connection) else { return try outcomeOfUsedKey(creation, on: connection) }
        if let customerID = order.customerID {
            let customer = try connection.firstRow(
                "SELECT id FROM customers WHERE id = $1",
                [.text(customerID.text)]
            ) { _ in true }
            guard customer != nil else { throw Refusal(outcome: .unknownCustomer(customerID)) }
        }
        guard try insert(order, content: creation.content, on: connection) else {
            return try outcomeOfTakenOrder(creation, on: connection)
        }
        for event in creation.events { try event.insert(into: connection) }
        if creation.startsIntake { try NewOutboxMessage(startingIntakeOf: creation).insert(into: connection) }
        return .created
    }

    // MARK: The key

    /// - Returns: false when the key was used before. An order without a key of its own claims none.
    /// - Throws: ``OrderError/keyInFlight(_:)`` when the request that claimed the key takes longer than a statement
    ///   may wait for a lock.
    private static func claimKey(_ creation: OrderCreation, on connection: any SQLConnection) throws -> Bool {
        let order = creation.order
        guard order.hasCallersKey else { return true }
        do {
            let inserted = try connection.execute(
                """
                INSERT INTO idempotency_keys (request_key, fingerprint, fingerprint_version, order_id, created_at) \
                VALUES ($1, $2, $3, $4, $5) ON CONFLICT (request_key) DO NOTHING
                """,
                [
                    .text(order.requestID.text), .text(creation.request.hex), .integer(Int64(Fingerprint.version)),
                    .text(order.id.description), .integer(order.createdAt.milliseconds),
                ]
            )
            return inserted > 0
        } catch SQLError.serializationFailure {
            // PostgreSQL only: SQLite's one writer runs its requests one after the other.
            throw OrderError.keyInFlight(order.requestID)
        }
    }

    private static func outcomeOfUsedKey(
        _ creation: OrderCreation,
        on connection: any SQLConnection
    ) throws -> OrderCreationOutcome {
        let entry = try connection.firstRow(
            "SELECT fingerprint, order_id FROM idempotency_keys WHERE request_key = $1",
            [.text(creation.order.requestID.text)]
        ) { (fingerprint: try $0.text(0), orderID: OrderID(try $0.uuid(1))) }
        // Forgotten for its age since the insert met it (PostgreSQL only): the next attempt decides anew.
        guard let entry else { throw SQLError.serializationFailure }
        guard entry.fingerprint == creation.request.hex else { return .keyReused }
        let exists = try connection.firstRow(
            "SELECT id FROM orders WHERE id = $1",
            [.text(entry.orderID.description)]
        ) { _ in true }
        return exists == nil ? .deleted(entry.orderID) : .exists(entry.orderID)
    }

    // MARK: The order

    private static func insert(
        _ order: Order,
        content: Fingerprint,
        on connection: any SQLConnection
    ) throws -> Bool {
        let id = SQLValue.text(order.id.description)
        let inserted = try connection.execute(
            """
            INSERT INTO orders (id, request_id, external_order_id, channel, status, priority, customer_id, ship_to, \
            total_minor_units, currency, content_fingerprint, version, created_at, updated_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING
            """,
            [
                id, .text(order.requestID.text), .text(order.externalOrderID), .text(order.channel.rawValue),
                .text(order.status.rawValue), .integer(Int64(order.priority)), .text(order.customerID?.text),
                .text(order.shipTo?.json), .integer(order.total?.minorUnits), .text(order.currency?.code),
                .text(content.hex), .integer(order.version), .integer(order.createdAt.milliseconds),
                .integer(order.updatedAt.milliseconds),
            ]
        )
        guard inserted > 0 else { return false }
        for (index, line) in order.lines.enumerated() {
            try connection.execute(
                """
                INSERT INTO order_lines (order_id, line_number, id, sku, quantity, unit_price_minor_units, status) \
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                [
                    id, .integer(Int64(index + 1)), .text(line.id.description), .text(line.sku.code),
                    .integer(line.quantity), .integer(line.unitPrice?.minorUnits), .text(line.status.rawValue),
                ]
            )
        }
        return true
    }

    /// The order's external id or request id belongs to another order: the same content makes it a repetition.
    private static func outcomeOfTakenOrder(
        _ creation: OrderCreation,
        on connection: any SQLConnection
    ) throws -> OrderCreationOutcome {
        let order = creation.order
        if let holder = try holder(
            "request_id = $1",
            [.text(order.requestID.text)],
            on: connection
        ) {
            // The ledger's entry was pruned; the order's own unique request id stayed.
            guard holder.content == creation.content.hex else { throw Refusal(outcome: .keyReused) }
            return try point(creation, to: holder.id, on: connection)
        }
        if let externalOrderID = order.externalOrderID,
            let holder = try holder(
                "external_order_id = $1 AND channel = $2",
                [.text(externalOrderID), .text(order.channel.rawValue)],
                on: connection
            )
        {
            guard holder.content == creation.content.hex else {
                throw Refusal(outcome: .externalOrderTaken(by: holder.id))
            }
            return try point(creation, to: holder.id, on: connection)
        }
        // Its holder was deleted between the two statements: the caller's next try will find it gone.
        throw SQLError.serializationFailure
    }

    private static func holder(
        _ condition: String,
        _ arguments: [SQLValue],
        on connection: any SQLConnection
    ) throws -> (id: OrderID, content: String)? {
        try connection.firstRow("SELECT id, content_fingerprint FROM orders WHERE \(condition)", arguments) {
            (id: OrderID(try $0.uuid(0)), content: try $0.text(1))
        }
    }

    /// Lets the key that was just claimed stand for the order that was there already.
    private static func point(
        _ creation: OrderCreation,
        to id: OrderID,
        on connection: any SQLConnection
    ) throws -> OrderCreationOutcome {
        try connection.execute(
            "UPDATE idempotency_keys SET order_id = $2 WHERE request_key = $1",
            [.text(creation.order.requestID.text), .text(id.description)]
        )
        return .exists(id)
    }
}

extension Order {
    /// Whether the caller chose the key; a key the server made is the order's own id and is never asked for again.
    var hasCallersKey: Bool { requestID.text != id.description }
}
