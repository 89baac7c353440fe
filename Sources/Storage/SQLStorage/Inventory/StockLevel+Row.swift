import Inventory
import OMSKernel
import SQLPort

extension StockLevel {
    static let columns = "sku, on_hand, reserved, reorder_point, reorder_quantity, is_replenishing, version, updated_at"

    init(_ row: any SQLRow) throws {
        self.init(
            sku: SKU(trusted: try row.text(0)),
            onHand: try row.integer(1),
            reserved: try row.integer(2),
            reorderPoint: try row.integer(3),
            reorderQuantity: try row.integer(4),
            isReplenishing: try row.integer(5) == 1,
            version: try row.integer(6),
            updatedAt: Timestamp(milliseconds: try row.integer(7))
        )
    }

    /// Writes the level over its row.
    func update(on connection: any SQLConnection) throws {
        try connection.execute(
            """
            UPDATE stock SET on_hand = $2, reserved = $3, reorder_point = $4, reorder_quantity = $5, \
            is_replenishing = $6, version = $7, updated_at = $8 WHERE sku = $1
            """,
            [
                .text(sku.code), .integer(onHand), .integer(reserved), .integer(reorderPoint),
                .integer(reorderQuantity), .integer(isReplenishing ? 1 : 0), .integer(version),
                .integer(updatedAt.milliseconds),
            ]
        )
    }
}
