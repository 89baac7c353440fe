import Messaging
import OMSKernel
import Orders
import SQLPort

extension OrderEvent {
    static let columns = "id, order_id, sequence, type, schema_version, actor, payload, created_at, traceparent"

    init(_ row: any SQLRow) throws {
        self.init(
            id: OrderEventID(try row.uuid(0)),
            orderID: OrderID(try row.uuid(1)),
            sequence: try row.integer(2),
            kind: try row.value(3),
            schemaVersion: Int(try row.integer(4)),
            actor: try row.text(5),
            payload: try row.text(6),
            createdAt: Timestamp(milliseconds: try row.integer(7)),
            traceparent: try row.optionalText(8)
        )
    }

    /// Appends the event and queues it for delivery.
    func insert(into connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO order_events \
            (id, order_id, sequence, type, schema_version, actor, payload, created_at, traceparent) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .text(id.description), .text(orderID.description), .integer(sequence), .text(kind.rawValue),
                .integer(Int64(schemaVersion)), .text(actor), .text(payload), .integer(createdAt.milliseconds),
                .text(traceparent),
            ]
        )
        try NewOutboxMessage(self).insert(into: connection)
    }
}
