package import OMSKernel

/// Keeps pick waves and their tasks. Each call is one atomic step.
///
/// A store decides by the commands of ``PickWave``, on a wave that nothing else changes until the step is over. A
/// signal that a command asks for is queued for the order's workflow in the same step, so that it is lost with the
/// change or not at all.
package protocol WarehouseStore: Sendable {
    /// nil when the order has no wave.
    func wave(of orderID: OrderID) async throws -> PickWaveDetails?

    func task(_ id: PickTaskID) async throws -> PickTask?

    /// The queue that operators work through: open tasks, orders of higher priority first, then by age.
    func openTasks(after: PickTask.QueuePosition?, limit: PageLimit) async throws
        -> Page<PickTask, PickTask.QueuePosition>

    /// Waves in a status, by the order's id.
    func waves(
        in status: PickWaveStatus,
        after: OrderID?,
        limit: PageLimit
    ) async throws -> Page<PickWave, OrderID>

    /// Opens a wave with a task for each line; an order's second call finds the first wave.
    ///
    /// - Parameters:
    ///   - request: what is to be picked.
    ///   - context: who asks, and when.
    /// - Returns: the wave as it is now.
    /// - Throws: ``WarehouseError/illegalTransition(_:command:status:)`` when the wave was cancelled before.
    func create(_ request: PickRequest, context: WarehouseContext) async throws -> PickWaveDetails

    /// Marks a task as picked; the last one queues ``WarehouseSignal/pickCompleted``.
    /// - Throws: ``WarehouseError``; nothing is written then.
    func complete(_ id: PickTaskID, context: WarehouseContext) async throws -> PickTask

    /// Marks an order as packed, and queues ``WarehouseSignal/packCompleted``.
    /// - Throws: ``WarehouseError``; nothing is written then.
    func pack(_ orderID: OrderID, context: WarehouseContext) async throws -> PickWave

    /// Cancels the wave and its open tasks. A wave that does not exist leaves its mark, so that one asked for later is
    /// refused.
    func cancel(_ orderID: OrderID, context: WarehouseContext) async throws -> PickWave
}

/// Who commands, when, and what makes the ids of tasks.
package struct WarehouseContext: Sendable {
    /// `key:<id>` for a caller, `system` for the system itself, `simulation` for the simulated warehouse.
    package let actor: String
    package let now: Timestamp
    package let ids: any IDGenerator

    package init(actor: String, now: Timestamp, ids: any IDGenerator) {
        self.actor = actor
        self.now = now
        self.ids = ids
    }
}
