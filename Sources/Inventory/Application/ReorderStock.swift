package import OMSKernel

/// What the replenishment of a SKU asks for; each as often as it is asked.
package struct ReorderStock: Sendable {
    private let store: any InventoryStore
    private let supplier: any Supplier
    private let ids: any IDGenerator
    private let clock: any WallClock

    package init(store: any InventoryStore, supplier: any Supplier, ids: any IDGenerator, clock: any WallClock) {
        self.store = store
        self.supplier = supplier
        self.ids = ids
        self.clock = clock
    }

    /// Orders the SKU's reorder quantity, or reminds of the order.
    /// - Parameters:
    ///   - number: names the purchase.
    ///   - sku: what is ordered.
    /// - Returns: the purchase; one that has ended was not ordered again.
    /// - Throws: ``InventoryError/notReordered(_:)``, ``SupplierError``, or what the store throws.
    package func place(_ number: RequestKey, of sku: SKU) async throws -> Purchase {
        let purchase = try await store.placePurchase(number, of: sku, context: context)
        guard purchase.end == nil else { return purchase }
        try await supplier.order(SupplyRequest(number: number, sku: sku, quantity: purchase.quantity))
        return purchase
    }

    /// Books in what came of a purchase, and ends it. When nothing came, the order is taken back first; what the
    /// supplier had sent by then is booked in.
    /// - Parameters:
    ///   - number: names the purchase.
    ///   - sku: what was ordered.
    ///   - quantity: the pieces that came; 0 for none.
    /// - Returns: the purchase as it ended.
    /// - Throws: ``InventoryError``, ``SupplierError``, or what the store throws.
    package func receive(_ number: RequestKey, of sku: SKU, quantity: Int64) async throws -> Purchase {
        let received = quantity > 0 ? quantity : try await supplier.cancel(number)
        return try await store.endPurchase(number, of: sku, received: received, context: context)
    }

    private var context: InventoryContext {
        InventoryContext(actor: "system", now: clock.now(), ids: ids)
    }
}
