import Inventory
import OMSKernel
import SQLPort

extension Purchase {
    static let columns = "number, sku, quantity, placed_at, received, ended_at"

    init(_ row: any SQLRow) throws {
        var end: End?
        if !row.isNull(4) {
            end = End(received: try row.integer(4), at: Timestamp(milliseconds: try row.integer(5)))
        }
        self.init(
            number: RequestKey(trusted: try row.text(0)),
            sku: SKU(trusted: try row.text(1)),
            quantity: try row.integer(2),
            placedAt: Timestamp(milliseconds: try row.integer(3)),
            end: end
        )
    }

    /// Writes a purchase that has not ended.
    func insert(into connection: any SQLConnection) throws {
        try connection.execute(
            "INSERT INTO purchases (number, sku, quantity, placed_at) VALUES ($1, $2, $3, $4)",
            [.text(number.text), .text(sku.code), .integer(quantity), .integer(placedAt.milliseconds)]
        )
    }
}
