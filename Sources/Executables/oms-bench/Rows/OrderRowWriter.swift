import OMSKernel

/// Inserts the rows that the server's store inserts for an order of three lines: the key, the order, its lines, its
/// event, the event's outbox row and the one that asks for its workflow. The texts have the length that the server's
/// have.
final class OrderRowWriter {
    private let ids = SystemIDGenerator()
    private let key: BareStatement
    private let order: BareStatement
    private let line: BareStatement
    private let event: BareStatement
    /// Nil: the event counts as delivered, and the workflow as started.
    private let outbox: BareStatement?
    private let start: BareStatement?

    init(_ database: BareDatabase, queuesEvents: Bool) throws {
        key = try database.prepare(
            """
            INSERT INTO idempotency_keys (request_key, fingerprint, fingerprint_version, order_id, created_at)
            VALUES (?1, ?2, 1, ?3, ?4)
            """
        )
        order = try database.prepare(
            """
            INSERT INTO orders (id, request_id, external_order_id, channel, status, priority, customer_id, ship_to,
                total_minor_units, currency, content_fingerprint, version, created_at, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5, 5, ?6, ?7, 5398, 'USD', ?8, 1, ?9, ?9)
            """
        )
        line = try database.prepare(
            """
            INSERT INTO order_lines (order_id, line_number, id, sku, quantity, unit_price_minor_units, status)
            VALUES (?1, ?2, ?3, ?4, 2, 1999, 'PENDING')
            """
        )
        event = try database.prepare(
            """
            INSERT INTO order_events
                (id, order_id, sequence, type, schema_version, actor, payload, created_at, traceparent)
            VALUES (?1, ?2, 1, 'OrderCreated', 1, 'key:bootstrap', ?3, ?4, ?5)
            """
        )
        outbox =
            queuesEvents
            ? try database.prepare(
                """
                INSERT INTO outbox (destination, ordering_key, message_id, type, sequence, schema_version, payload,
                    traceparent, created_at)
                VALUES ('events', ?2, ?1, 'OrderCreated', 1, 1, ?3, ?5, ?4)
                """
            ) : nil
        start =
            queuesEvents
            ? try database.prepare(
                """
                INSERT INTO outbox (destination, ordering_key, message_id, type, sequence, schema_version, payload,
                    traceparent, created_at)
                VALUES ('workflows', ?2, ?1, 'StartWorkflow', 0, 1, ?3, ?5, ?4)
                """
            ) : nil
    }

    func insert(_ row: OrderRow) throws {
        let now = row.createdAt.milliseconds
        let id = ids.next(at: row.createdAt).description
        let requestID = OrderRequests.key(prefix: row.prefix, number: row.number)
        key.bind(requestID, at: 1)
        key.bind(Self.fingerprint, at: 2)
        key.bind(id, at: 3)
        key.bind(now, at: 4)
        try key.run()
        try insertOrder(row, id: id, requestID: requestID)
        line.bind(id, at: 1)
        for (index, sku) in row.skus.enumerated() {
            line.bind(Int64(index + 1), at: 2)
            line.bind(ids.next(at: row.createdAt).description, at: 3)
            line.bind(sku, at: 4)
            try line.run()
        }
        let eventID = ids.next(at: row.createdAt).description
        try insert(eventID, Self.payload, of: id, at: now, with: event)
        if let outbox { try insert(eventID, Self.payload, of: id, at: now, with: outbox) }
        if let start { try insert("\(id):StartWorkflow", Self.startPayload, of: id, at: now, with: start) }
    }

    private func insertOrder(_ row: OrderRow, id: String, requestID: String) throws {
        order.bind(id, at: 1)
        order.bind(requestID, at: 2)
        order.bind("SHOP-" + requestID.dropFirst(6), at: 3)
        order.bind(row.channel, at: 4)
        order.bind(row.status, at: 5)
        if let customerID = row.customerID { order.bind(customerID, at: 6) }
        order.bind(Self.shipTo, at: 7)
        order.bind(Self.fingerprint, at: 8)
        order.bind(row.createdAt.milliseconds, at: 9)
        try order.run()
    }

    private func insert(
        _ messageID: String,
        _ payload: String,
        of id: String,
        at now: Int64,
        with statement: BareStatement
    ) throws {
        statement.bind(messageID, at: 1)
        statement.bind(id, at: 2)
        statement.bind(payload, at: 3)
        statement.bind(now, at: 4)
        statement.bind(Self.traceparent, at: 5)
        try statement.run()
    }

    // MARK: Texts that are the same for all

    private static let fingerprint = String(repeating: "0123456789abcdef", count: 4)
    private static let traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    private static let shipTo = """
        {"name":"Ada Lovelace","line1":"1 Some Street","city":"Oslo","postalCode":"0150","country":"NO"}
        """
    private static let startPayload = """
        {"orderId":"0193a000-0000-7000-8000-000000000000","requestId":"bench-1-0000000000","actor":"key:bootstrap",\
        "fingerprint":"\(fingerprint)"}
        """
    private static let payload: String = {
        let items = (0..<3).map { _ in
            """
            {"lineId":"0193a000-0000-7000-8000-000000000000","sku":"SKU-00000","quantity":2,\
            "unitPrice":{"amount":"19.99","currency":"USD"}}
            """
        }
        return """
            {"channel":"SHOPIFY","externalOrderId":"SHOP-1-0000000000","priority":5,"customerId":null,\
            "items":[\(items.joined(separator: ","))],"total":{"amount":"53.98","currency":"USD"}}
            """
    }()
}
