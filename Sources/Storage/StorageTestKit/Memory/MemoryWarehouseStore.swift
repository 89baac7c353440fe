package import Messaging
package import OMSKernel
import Synchronization
package import Warehouse

/// Pick waves and tasks in memory: the warehouse store's rules at their plainest, for tests.
///
/// One lock makes each call one atomic step.
package final class MemoryWarehouseStore: WarehouseStore {
    private struct State {
        var waves: [OrderID: PickWave] = [:]
        var tasks: [PickTaskID: PickTask] = [:]

        func tasks(of orderID: OrderID) -> [PickTask] {
            tasks.values.filter { $0.orderID == orderID }.sorted { $0.lineNumber < $1.lineNumber }
        }
    }

    private let state = Mutex(State())
    private let onSignals: @Sendable ([NewOutboxMessage]) -> Void

    /// - Parameter onSignals: told of signals in the step that asks for them, as an outbox would be; it must not call
    ///   the store.
    package init(onSignals: @escaping @Sendable ([NewOutboxMessage]) -> Void = { _ in }) {
        self.onSignals = onSignals
    }

    package func wave(of orderID: OrderID) async throws -> PickWaveDetails? {
        state.withLock { state in
            state.waves[orderID].map { PickWaveDetails(wave: $0, tasks: state.tasks(of: orderID)) }
        }
    }

    package func task(_ id: PickTaskID) async throws -> PickTask? {
        state.withLock { $0.tasks[id] }
    }

    package func openTasks(
        after: PickTask.QueuePosition?,
        limit: PageLimit
    ) async throws -> Page<PickTask, PickTask.QueuePosition> {
        let open = state.withLock { $0.tasks.values.filter { $0.status == .open } }
        let rest =
            open
            .filter { task in after.map { $0 < task.queuePosition } ?? true }
            .sorted { $0.queuePosition < $1.queuePosition }
        let page = Array(rest.prefix(limit.count))
        return Page(elements: page, next: rest.count > page.count ? page.last?.queuePosition : nil)
    }

    package func waves(
        in status: PickWaveStatus,
        after: OrderID?,
        limit: PageLimit
    ) async throws -> Page<PickWave, OrderID> {
        let matching = state.withLock { $0.waves.values.filter { $0.status == status } }
        let rest =
            matching
            .filter { wave in after.map { $0 < wave.orderID } ?? true }
            .sorted { $0.orderID < $1.orderID }
        let page = Array(rest.prefix(limit.count))
        return Page(elements: page, next: rest.count > page.count ? page.last?.orderID : nil)
    }

    package func create(_ request: PickRequest, context: WarehouseContext) async throws -> PickWaveDetails {
        try state.withLock { state throws(WarehouseError) in
            if let wave = state.waves[request.orderID] {
                try wave.checkCreatedAgain()
                return PickWaveDetails(wave: wave, tasks: state.tasks(of: request.orderID))
            }
            let new = PickWave.opening(request, context: context)
            state.waves[request.orderID] = new.wave
            for task in new.tasks { state.tasks[task.id] = task }
            return new
        }
    }

    package func complete(_ id: PickTaskID, context: WarehouseContext) async throws -> PickTask {
        try state.withLock { state throws(WarehouseError) in
            guard let task = state.tasks[id], let wave = state.waves[task.orderID] else { throw .unknownTask(id) }
            guard let completion = try wave.completing(task, context: context) else { return task }
            state.tasks[id] = completion.task
            state.waves[task.orderID] = completion.wave
            if let signal = completion.signal { queue(signal, for: task.orderID, context: context) }
            return completion.task
        }
    }

    package func pack(_ orderID: OrderID, context: WarehouseContext) async throws -> PickWave {
        try state.withLock { state throws(WarehouseError) in
            guard let wave = state.waves[orderID] else { throw .unknownWave(orderID) }
            guard let packing = try wave.packing(at: context.now) else { return wave }
            state.waves[orderID] = packing.wave
            queue(packing.signal, for: orderID, context: context)
            return packing.wave
        }
    }

    package func cancel(_ orderID: OrderID, context: WarehouseContext) async throws -> PickWave {
        state.withLock { state in
            guard let wave = state.waves[orderID] else {
                let mark = PickWave(cancelledBeforeItBegan: orderID, at: context.now)
                state.waves[orderID] = mark
                return mark
            }
            guard let cancelled = wave.cancelling(at: context.now) else { return wave }
            for task in state.tasks(of: orderID) {
                if let cancelled = task.cancelling(at: context.now) { state.tasks[task.id] = cancelled }
            }
            state.waves[orderID] = cancelled
            return cancelled
        }
    }

    private func queue(_ signal: WarehouseSignal, for orderID: OrderID, context: WarehouseContext) {
        onSignals([NewOutboxMessage(signal: signal.rawValue, toFulfillmentOf: orderID, at: context.now)])
    }
}
