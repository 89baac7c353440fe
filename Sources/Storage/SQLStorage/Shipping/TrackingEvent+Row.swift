import OMSKernel
import SQLPort
import Shipping

extension TrackingEvent {
    static let columns = "id, kind, occurred_at, received_at, actor"

    init(_ row: any SQLRow) throws {
        self.init(
            id: RequestKey(trusted: try row.text(0)),
            kind: try row.value(1),
            occurredAt: Timestamp(milliseconds: try row.integer(2)),
            receivedAt: Timestamp(milliseconds: try row.integer(3)),
            actor: try row.text(4)
        )
    }

    /// Appends the event to those of a shipment that is locked.
    func insert(for id: ShipmentID, number: Int64, into connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO tracking_events (shipment_id, number, \(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .text(id.description), .integer(number), .text(self.id.text), .text(kind.rawValue),
                .integer(occurredAt.milliseconds), .integer(receivedAt.milliseconds), .text(actor),
            ]
        )
    }
}

extension Delivery {
    static let columns = "shipment_id, order_id, event_id, delivered_at"

    init(_ row: any SQLRow) throws {
        self.init(
            shipmentID: ShipmentID(try row.uuid(0)),
            orderID: OrderID(try row.uuid(1)),
            eventID: RequestKey(trusted: try row.text(2)),
            deliveredAt: Timestamp(milliseconds: try row.integer(3))
        )
    }

    func insert(into connection: any SQLConnection) throws {
        try connection.execute(
            "INSERT INTO deliveries (\(Self.columns)) VALUES ($1, $2, $3, $4)",
            [
                .text(shipmentID.description), .text(orderID.description), .text(eventID.text),
                .integer(deliveredAt.milliseconds),
            ]
        )
    }
}
