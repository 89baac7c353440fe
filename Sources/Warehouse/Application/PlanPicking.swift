package import OMSKernel

/// What an order's workflow asks of the warehouse; each as often as it is asked.
package struct PlanPicking: Sendable {
    private let store: any WarehouseStore
    private let ids: any IDGenerator
    private let clock: any WallClock

    package init(store: any WarehouseStore, ids: any IDGenerator, clock: any WallClock) {
        self.store = store
        self.ids = ids
        self.clock = clock
    }

    /// Has an order picked.
    /// - Throws: ``WarehouseError/illegalTransition(_:command:status:)`` when its picking was cancelled before.
    package func createWave(_ request: PickRequest) async throws -> PickWaveDetails {
        try await store.create(request, context: context)
    }

    /// Has an order not picked any further. What was picked stays picked: it lies in the warehouse, and its stock is
    /// given back by Inventory.
    package func cancel(_ orderID: OrderID) async throws -> PickWave {
        try await store.cancel(orderID, context: context)
    }

    private var context: WarehouseContext {
        WarehouseContext(actor: "system", now: clock.now(), ids: ids)
    }
}
