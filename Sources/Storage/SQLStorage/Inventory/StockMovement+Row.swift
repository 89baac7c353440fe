import Inventory
import OMSKernel
import SQLPort

extension StockMovement {
    static let columns = """
        id, sku, kind, on_hand_delta, reserved_delta, order_id, reason, request_key, actor, created_at
        """

    init(_ row: any SQLRow) throws {
        self.init(
            id: StockMovementID(try row.uuid(0)),
            sku: SKU(trusted: try row.text(1)),
            kind: try row.value(2),
            onHandDelta: try row.integer(3),
            reservedDelta: try row.integer(4),
            orderID: row.isNull(5) ? nil : OrderID(try row.uuid(5)),
            reason: try row.optionalText(6),
            key: try row.optionalText(7).map(RequestKey.init(trusted:)),
            actor: try row.text(8),
            createdAt: Timestamp(milliseconds: try row.integer(9))
        )
    }

    /// Appends the entry to the ledger.
    /// - Throws: ``SQLError/serializationFailure`` when another request took its key meanwhile.
    func insert(into connection: any SQLConnection) throws {
        let inserted = try connection.execute(
            """
            INSERT INTO stock_movements (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
            ON CONFLICT DO NOTHING
            """,
            [
                .text(id.description), .text(sku.code), .text(kind.rawValue), .integer(onHandDelta),
                .integer(reservedDelta), .text(orderID?.description), .text(reason), .text(key?.text), .text(actor),
                .integer(createdAt.milliseconds),
            ]
        )
        if inserted == 0 { throw SQLError.serializationFailure }
    }
}
