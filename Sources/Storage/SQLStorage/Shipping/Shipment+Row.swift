import OMSKernel
import SQLPort
import Shipping

extension Shipment {
    static let columns = """
        id, order_id, attempt, status, is_pick_up, ship_to, carrier, service, tracking_number, created_at, updated_at, \
        confirmed_at
        """

    init(_ row: any SQLRow) throws {
        var label: CarrierLabel?
        if let trackingNumber = try row.optionalText(8) {
            label = CarrierLabel(
                carrier: try row.text(6),
                service: try row.text(7),
                trackingNumber: trackingNumber
            )
        }
        self.init(
            id: ShipmentID(try row.uuid(0)),
            orderID: OrderID(try row.uuid(1)),
            attempt: Int(try row.integer(2)),
            status: try row.value(3),
            isPickUp: try row.integer(4) == 1,
            consignee: try row.optionalText(5).map { try Consignee(json: $0, column: 5) },
            label: label,
            createdAt: Timestamp(milliseconds: try row.integer(9)),
            updatedAt: Timestamp(milliseconds: try row.integer(10)),
            confirmedAt: try row.optionalInteger(11).map { Timestamp(milliseconds: $0) }
        )
    }

    /// - Returns: false when the order has this attempt already, or another that is not cancelled.
    func insert(into connection: any SQLConnection) throws -> Bool {
        let inserted = try connection.execute(
            """
            INSERT INTO shipments (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
            ON CONFLICT DO NOTHING
            """,
            [
                .text(id.description), .text(orderID.description), .integer(Int64(attempt)), .text(status.rawValue),
                .integer(isPickUp ? 1 : 0), .text(consignee?.json), .text(label?.carrier), .text(label?.service),
                .text(label?.trackingNumber), .integer(createdAt.milliseconds), .integer(updatedAt.milliseconds),
                .integer(confirmedAt?.milliseconds),
            ]
        )
        return inserted > 0
    }

    /// Writes what a command can change over the row.
    func update(on connection: any SQLConnection) throws {
        try connection.execute(
            """
            UPDATE shipments SET status = $2, carrier = $3, service = $4, tracking_number = $5, updated_at = $6, \
            confirmed_at = $7 WHERE id = $1
            """,
            [
                .text(id.description), .text(status.rawValue), .text(label?.carrier), .text(label?.service),
                .text(label?.trackingNumber), .integer(updatedAt.milliseconds), .integer(confirmedAt?.milliseconds),
            ]
        )
    }
}
