package import OMSKernel

/// What operators do with the stock: look, adjust, set when to reorder and what kits are made of.
package struct ManageStock: Sendable {
    private let store: any InventoryStore
    private let ids: any IDGenerator
    private let clock: any WallClock

    package init(store: any InventoryStore, ids: any IDGenerator, clock: any WallClock) {
        self.store = store
        self.ids = ids
        self.clock = clock
    }

    /// - Throws: ``InventoryError/unknownSKU(_:)``.
    package func level(of sku: SKU) async throws -> StockLevel {
        guard let level = try await store.level(of: sku) else { throw InventoryError.unknownSKU(sku) }
        return level
    }

    package func levels(after: SKU?, limit: PageLimit) async throws -> Page<StockLevel, SKU> {
        try await store.levels(after: after, limit: limit)
    }

    package func movements(
        of sku: SKU,
        after: StockMovementID?,
        limit: PageLimit
    ) async throws -> Page<StockMovement, StockMovementID> {
        try await store.movements(of: sku, after: after, limit: limit)
    }

    package func components(of sku: SKU) async throws -> [Component] {
        try await store.components(of: sku)
    }

    /// - Throws: ``InventoryError``, or what the store throws.
    package func adjust(_ adjustment: StockAdjustment, actor: String) async throws -> AdjustmentOutcome {
        try await store.adjust(adjustment, context: context(actor))
    }

    /// - Throws: ``InventoryError/staleVersion(_:current:)``.
    package func setReordering(
        of sku: SKU,
        to policy: ReorderPolicy,
        expectedVersion: Int64?,
        actor: String
    ) async throws -> StockLevel {
        try await store.setReordering(of: sku, to: policy, expectedVersion: expectedVersion, context: context(actor))
    }

    /// Sets what a kit is made of.
    /// - Throws: ``ValidationError`` naming the wrong component, or ``InventoryError``.
    package func setComponents(of sku: SKU, to components: [Component], actor: String) async throws {
        var problems = ValidationError()
        if components.count > BillOfMaterials.maximumComponents {
            problems.add("components", "must have at most \(BillOfMaterials.maximumComponents) elements")
        }
        var seen: Set<SKU> = []
        for (index, component) in components.enumerated() {
            if !Component.quantityRange.contains(component.quantity) {
                let range = Component.quantityRange
                problems.add("components[\(index)].quantity", "must be \(range.lowerBound) to \(range.upperBound)")
            }
            if !seen.insert(component.sku).inserted {
                problems.add("components[\(index)].sku", "is there already")
            }
            if component.sku == sku { problems.add("components[\(index)].sku", "is the kit itself") }
        }
        try problems.throwIfAny()
        try await store.setComponents(of: sku, to: components, context: context(actor))
    }

    private func context(_ actor: String) -> InventoryContext {
        InventoryContext(actor: actor, now: clock.now(), ids: ids)
    }
}
