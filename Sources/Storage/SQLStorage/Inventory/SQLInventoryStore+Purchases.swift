package import Inventory
package import OMSKernel
import SQLPort

extension SQLInventoryStore {
    package func placePurchase(
        _ number: RequestKey,
        of sku: SKU,
        context: InventoryContext
    ) async throws -> Purchase {
        let placed = try await database.writing { connection -> Purchase? in
            let level = try Self.lockedLevel(of: sku, context: context, on: connection)
            if let known = try Self.purchase(number, on: connection) {
                guard known.sku == sku else { throw InventoryError.unknownPurchase(number) }
                return known
            }
            guard level.isReplenishing, level.reorderQuantity > 0 else {
                var book = StockBook([level], ids: context.ids, actor: context.actor, now: context.now)
                book.endReplenishment(of: sku)
                try Self.write(book.changes(), context: context, on: connection)
                return nil
            }
            let purchase = Purchase(
                number: number,
                sku: sku,
                quantity: level.reorderQuantity,
                placedAt: context.now
            )
            try purchase.insert(into: connection)
            return purchase
        }
        guard let placed else { throw InventoryError.notReordered(sku) }
        return placed
    }

    package func endPurchase(
        _ number: RequestKey,
        of sku: SKU,
        received quantity: Int64,
        context: InventoryContext
    ) async throws -> Purchase {
        try await database.writing { connection in
            // The row of stock is what all commands on its purchases are locked by.
            let level = try Self.lockedLevel(of: sku, context: context, on: connection)
            guard let purchase = try Self.purchase(number, on: connection), purchase.sku == sku else {
                throw InventoryError.unknownPurchase(number)
            }
            guard let ended = purchase.ending(received: quantity, at: context.now) else { return purchase }
            var book = StockBook([level], ids: context.ids, actor: context.actor, now: context.now)
            try book.receive(quantity, of: purchase)
            try Self.write(book.changes(), context: context, on: connection)
            try connection.execute(
                "UPDATE purchases SET received = $2, ended_at = $3 WHERE number = $1",
                [.text(number.text), .integer(quantity), .integer(context.now.milliseconds)]
            )
            return ended
        }
    }

    private static func purchase(_ number: RequestKey, on connection: any SQLConnection) throws -> Purchase? {
        try connection.firstRow(
            "SELECT \(Purchase.columns) FROM purchases WHERE number = $1",
            [.text(number.text)],
            Purchase.init
        )
    }
}
