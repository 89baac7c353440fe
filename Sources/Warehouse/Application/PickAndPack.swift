package import OMSKernel

/// What operators in the warehouse do: look at the queue, pick, pack.
package struct PickAndPack: Sendable {
    private let store: any WarehouseStore
    private let ids: any IDGenerator
    private let clock: any WallClock

    package init(store: any WarehouseStore, ids: any IDGenerator, clock: any WallClock) {
        self.store = store
        self.ids = ids
        self.clock = clock
    }

    /// Open tasks, orders of higher priority first, then by age.
    package func openTasks(
        after: PickTask.QueuePosition?,
        limit: PageLimit
    ) async throws -> Page<PickTask, PickTask.QueuePosition> {
        try await store.openTasks(after: after, limit: limit)
    }

    /// Orders whose picking is in a status, oldest first.
    package func waves(
        in status: PickWaveStatus,
        after: OrderID?,
        limit: PageLimit
    ) async throws -> Page<PickWave, OrderID> {
        try await store.waves(in: status, after: after, limit: limit)
    }

    /// - Throws: ``WarehouseError/unknownTask(_:)``.
    package func task(_ id: PickTaskID) async throws -> PickTask {
        guard let task = try await store.task(id) else { throw WarehouseError.unknownTask(id) }
        return task
    }

    /// - Throws: ``WarehouseError/unknownWave(_:)``.
    package func wave(of orderID: OrderID) async throws -> PickWaveDetails {
        guard let details = try await store.wave(of: orderID) else { throw WarehouseError.unknownWave(orderID) }
        return details
    }

    /// Marks a task as picked; a repetition answers the same.
    /// - Throws: ``WarehouseError/unknownTask(_:)`` or ``WarehouseError/taskCancelled(_:)``.
    package func complete(_ id: PickTaskID, actor: String) async throws -> PickTask {
        try await store.complete(id, context: context(actor))
    }

    /// Marks an order as packed; a repetition answers the same.
    /// - Throws: ``WarehouseError/unknownWave(_:)``, ``WarehouseError/notPicked(_:openTasks:)`` or
    ///   ``WarehouseError/illegalTransition(_:command:status:)``.
    package func pack(_ orderID: OrderID, actor: String) async throws -> PickWave {
        try await store.pack(orderID, context: context(actor))
    }

    private func context(_ actor: String) -> WarehouseContext {
        WarehouseContext(actor: actor, now: clock.now(), ids: ids)
    }
}
