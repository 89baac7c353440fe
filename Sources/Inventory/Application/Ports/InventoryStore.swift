package import OMSKernel

/// Keeps the stock, its ledger, the bills of material and what orders hold. Each call is one atomic step.
///
/// A store decides by ``AllocationStateMachine``, ``BillOfMaterials`` and ``StockBook``, on rows that nothing else
/// changes until the step is over.
package protocol InventoryStore: Sendable {
    /// nil when the SKU is not known.
    func level(of sku: SKU) async throws -> StockLevel?

    func levels(after: SKU?, limit: PageLimit) async throws -> Page<StockLevel, SKU>

    /// A SKU's entries in the ledger, newest first.
    func movements(of sku: SKU, after: StockMovementID?, limit: PageLimit) async throws
        -> Page<StockMovement, StockMovementID>

    /// What a kit is made of; empty for a plain SKU.
    func components(of sku: SKU) async throws -> [Component]

    /// What an order holds; nil when it never held anything.
    func allocation(of orderID: OrderID) async throws -> Allocation?

    /// Holds all that an order needs, or nothing.
    ///
    /// - Parameters:
    ///   - quantities: how many of which SKU, kits not broken down yet.
    ///   - orderID: the order; its second allocation finds the first.
    ///   - context: who asks, and when.
    /// - Returns: what the order holds, or what is short.
    /// - Throws: ``InventoryError``.
    func allocate(
        _ quantities: [SKU: Int64],
        for orderID: OrderID,
        context: InventoryContext
    ) async throws -> AllocationOutcome

    /// Takes an order's held pieces from the shelf, or gives them back.
    ///
    /// - Parameters:
    ///   - command: `consume` or `release`.
    ///   - orderID: the order.
    ///   - context: who asks, and when.
    /// - Returns: the allocation after it.
    /// - Throws: ``InventoryError``; nothing is written then.
    func settle(
        _ command: AllocationCommand,
        for orderID: OrderID,
        context: InventoryContext
    ) async throws -> Allocation

    /// Changes the pieces on hand; a SKU that is not known becomes known.
    /// - Throws: ``InventoryError``; nothing is written then, and the key stays free.
    func adjust(_ adjustment: StockAdjustment, context: InventoryContext) async throws -> AdjustmentOutcome

    /// Sets when and how much to reorder; a SKU that is not known becomes known.
    /// - Throws: ``InventoryError/staleVersion(_:current:)``.
    func setReordering(
        of sku: SKU,
        to policy: ReorderPolicy,
        expectedVersion: Int64?,
        context: InventoryContext
    ) async throws -> StockLevel

    /// Sets what a kit is made of; without components it is a plain SKU again.
    /// - Throws: ``InventoryError`` when the kit would hold itself or nest too deep.
    func setComponents(of sku: SKU, to components: [Component], context: InventoryContext) async throws

    /// Notes an order of more goods, of the SKU's reorder quantity; the same number finds the one that was noted.
    /// - Parameters:
    ///   - number: names the purchase.
    ///   - sku: what is ordered.
    ///   - context: who asks, and when.
    /// - Returns: the purchase as it is now.
    /// - Throws: ``InventoryError/notReordered(_:)`` when the SKU is not asked for, or reordering was turned off
    ///   meanwhile: then its replenishment has ended.
    func placePurchase(_ number: RequestKey, of sku: SKU, context: InventoryContext) async throws -> Purchase

    /// Books in what came of a purchase and ends it, and with it the SKU's replenishment; a SKU that is still low is
    /// asked for again. A purchase that ended before stays as it ended.
    /// - Parameters:
    ///   - number: names the purchase.
    ///   - sku: what was ordered.
    ///   - quantity: the pieces that came; 0 for none.
    ///   - context: who asks, and when.
    /// - Returns: the purchase as it ended.
    /// - Throws: ``InventoryError``; nothing is written then.
    func endPurchase(
        _ number: RequestKey,
        of sku: SKU,
        received quantity: Int64,
        context: InventoryContext
    ) async throws -> Purchase
}

/// Who commands, when, and what makes the ids of the ledger's entries.
package struct InventoryContext: Sendable {
    /// `key:<id>` for a caller, `system` for the system itself.
    package let actor: String
    package let now: Timestamp
    package let ids: any IDGenerator

    package init(actor: String, now: Timestamp, ids: any IDGenerator) {
        self.actor = actor
        self.now = now
        self.ids = ids
    }
}

package enum AllocationOutcome: Sendable, Equatable {
    /// The order holds this, since now or since before.
    case allocated(Allocation)
    /// The stock has too little of these, and the order holds nothing.
    case short([Shortage])
}

package struct AdjustmentOutcome: Sendable, Equatable {
    package let level: StockLevel
    package let movement: StockMovement
    /// Whether the same key made the adjustment before.
    package let isReplay: Bool

    package init(level: StockLevel, movement: StockMovement, isReplay: Bool) {
        self.level = level
        self.movement = movement
        self.isReplay = isReplay
    }
}

/// When more of a SKU is ordered, and how much at a time; 0 turns it off.
package struct ReorderPolicy: Sendable, Equatable {
    package let point: Int64
    package let quantity: Int64

    /// - Throws: ``ValidationError`` naming `reorderPoint` and `reorderQuantity`.
    package init(point: Int64?, quantity: Int64?) throws(ValidationError) {
        var problems = ValidationError()
        let range = 0...StockLevel.maximumQuantity
        for (field, value) in [("reorderPoint", point), ("reorderQuantity", quantity)] {
            if let value {
                if !range.contains(value) { problems.add(field, "must be 0 to \(range.upperBound)") }
            } else {
                problems.add(field, "is required")
            }
        }
        try problems.throwIfAny()
        self.point = point ?? 0
        self.quantity = quantity ?? 0
    }
}
