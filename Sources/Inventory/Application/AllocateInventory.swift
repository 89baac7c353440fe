package import OMSKernel

/// Holds, takes and gives back what orders need: all of an order or nothing, each step as often as it is asked.
package struct AllocateInventory: Sendable {
    private let store: any InventoryStore
    private let ids: any IDGenerator
    private let clock: any WallClock

    package init(store: any InventoryStore, ids: any IDGenerator, clock: any WallClock) {
        self.store = store
        self.ids = ids
        self.clock = clock
    }

    /// Holds what an order needs.
    ///
    /// - Parameters:
    ///   - lines: SKUs and quantities of the order's lines; a SKU may come more than once.
    ///   - orderID: the order.
    /// - Returns: what it holds, or which SKUs are short by how much.
    /// - Throws: ``InventoryError``, or what the store throws.
    package func allocate(_ lines: [(sku: SKU, quantity: Int64)], for orderID: OrderID) async throws
        -> AllocationOutcome
    {
        var quantities: [SKU: Int64] = [:]
        for line in lines {
            let (sum, overflows) = quantities[line.sku, default: 0].addingReportingOverflow(line.quantity)
            guard !overflows else { throw InventoryError.quantityTooLarge(line.sku) }
            quantities[line.sku] = sum
        }
        return try await store.allocate(quantities, for: orderID, context: context)
    }

    /// Takes what the order holds from the shelf.
    /// - Throws: ``InventoryError/notAllocated(_:)`` or ``InventoryError/illegalTransition(_:command:state:)``.
    package func consume(for orderID: OrderID) async throws -> Allocation {
        try await store.settle(.consume, for: orderID, context: context)
    }

    /// Gives back what the order holds, or what was taken for it; an order that holds nothing cannot be given
    /// anything afterwards.
    package func release(for orderID: OrderID) async throws -> Allocation {
        try await store.settle(.release, for: orderID, context: context)
    }

    private var context: InventoryContext {
        InventoryContext(actor: "system", now: clock.now(), ids: ids)
    }
}
