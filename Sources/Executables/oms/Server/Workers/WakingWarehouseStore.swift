import OMSKernel
import Warehouse

/// Tells of what others wait for: of a new wave, which is to be picked, and of what was picked or packed, whose signal
/// is in the outbox.
struct WakingWarehouseStore: WarehouseStore {
    let base: any WarehouseStore
    /// Called after a wave is durable.
    let onWave: @Sendable () -> Void
    /// Called after a signal may be in the outbox.
    let onSignal: @Sendable () -> Void

    func create(_ request: PickRequest, context: WarehouseContext) async throws -> PickWaveDetails {
        let details = try await base.create(request, context: context)
        onWave()
        return details
    }

    func complete(_ id: PickTaskID, context: WarehouseContext) async throws -> PickTask {
        let task = try await base.complete(id, context: context)
        onSignal()
        return task
    }

    func pack(_ orderID: OrderID, context: WarehouseContext) async throws -> PickWave {
        let wave = try await base.pack(orderID, context: context)
        onSignal()
        return wave
    }

    func cancel(_ orderID: OrderID, context: WarehouseContext) async throws -> PickWave {
        try await base.cancel(orderID, context: context)
    }

    func wave(of orderID: OrderID) async throws -> PickWaveDetails? { try await base.wave(of: orderID) }

    func task(_ id: PickTaskID) async throws -> PickTask? { try await base.task(id) }

    func openTasks(
        after: PickTask.QueuePosition?,
        limit: PageLimit
    ) async throws -> Page<PickTask, PickTask.QueuePosition> {
        try await base.openTasks(after: after, limit: limit)
    }

    func waves(
        in status: PickWaveStatus,
        after: OrderID?,
        limit: PageLimit
    ) async throws -> Page<PickWave, OrderID> {
        try await base.waves(in: status, after: after, limit: limit)
    }
}
