package import OMSKernel

/// Decisions: a store locks the wave, asks, and writes what comes back in one transaction. nil is "nothing to do".
extension PickWave {
    /// What completing a task changes.
    package struct Completion: Sendable, Equatable {
        package let wave: PickWave
        package let task: PickTask
        /// Whether it was the last open one, so that the order's workflow must hear of it.
        package let signal: WarehouseSignal?
    }

    /// What packing changes.
    package struct Packing: Sendable, Equatable {
        package let wave: PickWave
        package let signal: WarehouseSignal
    }

    /// A new wave with a task for each line.
    package static func opening(_ request: PickRequest, context: WarehouseContext) -> PickWaveDetails {
        let wave = PickWave(
            orderID: request.orderID,
            status: .picking,
            priority: request.priority,
            openTasks: request.lines.count,
            createdAt: context.now,
            updatedAt: context.now,
            packedAt: nil
        )
        let tasks = request.lines.enumerated().map { index, line in
            PickTask(
                id: context.ids.next(PickTask.self, at: context.now),
                orderID: request.orderID,
                lineNumber: index + 1,
                sku: line.sku,
                quantity: line.quantity,
                priority: request.priority,
                status: .open,
                pickedBy: nil,
                createdAt: context.now,
                updatedAt: context.now
            )
        }
        return PickWaveDetails(wave: wave, tasks: tasks)
    }

    /// - Throws: ``WarehouseError/taskCancelled(_:)``.
    package func completing(_ task: PickTask, context: WarehouseContext) throws(WarehouseError) -> Completion? {
        switch PickTaskStateMachine.outcome(of: .complete, in: task.status) {
        case .unchanged: return nil
        case .refused: throw .taskCancelled(task.id)
        case .moves(let status):
            var task = task
            task.status = status
            task.pickedBy = context.actor
            task.updatedAt = max(context.now, task.updatedAt)
            var wave = touched(at: context.now)
            wave.openTasks -= 1
            guard wave.openTasks == 0 else { return Completion(wave: wave, task: task, signal: nil) }
            guard case .moves(let status) = PickWaveStateMachine.outcome(of: .finishPicking, in: wave.status) else {
                throw .illegalTransition(orderID, command: .finishPicking, status: wave.status)
            }
            wave.status = status
            return Completion(wave: wave, task: task, signal: .pickCompleted)
        }
    }

    /// - Throws: ``WarehouseError/notPicked(_:openTasks:)`` or ``WarehouseError/illegalTransition(_:command:status:)``.
    package func packing(at now: Timestamp) throws(WarehouseError) -> Packing? {
        switch PickWaveStateMachine.outcome(of: .pack, in: status) {
        case .alreadyDone: return nil
        case .refused:
            if status == .picking { throw .notPicked(orderID, openTasks: openTasks) }
            throw .illegalTransition(orderID, command: .pack, status: status)
        case .moves(let next):
            var wave = touched(at: now)
            wave.status = next
            wave.packedAt = wave.updatedAt
            return Packing(wave: wave, signal: .packCompleted)
        }
    }

    /// The wave without open tasks: a store cancels those that ``PickTaskStateMachine`` lets be cancelled.
    package func cancelling(at now: Timestamp) -> PickWave? {
        guard case .moves(let next) = PickWaveStateMachine.outcome(of: .cancel, in: status) else { return nil }
        var wave = touched(at: now)
        wave.status = next
        wave.openTasks = 0
        return wave
    }

    /// - Throws: ``WarehouseError/illegalTransition(_:command:status:)`` when a wave is asked for again that was
    ///   cancelled.
    package func checkCreatedAgain() throws(WarehouseError) {
        if PickWaveStateMachine.outcome(of: .create, in: status) == .refused {
            throw .illegalTransition(orderID, command: .create, status: status)
        }
    }

    private func touched(at now: Timestamp) -> PickWave {
        var wave = self
        wave.updatedAt = max(now, updatedAt)
        return wave
    }
}

extension PickTask {
    /// The task after its order was cancelled; nil when it stays as it is.
    package func cancelling(at now: Timestamp) -> PickTask? {
        guard case .moves(let next) = PickTaskStateMachine.outcome(of: .cancel, in: status) else { return nil }
        var task = self
        task.status = next
        task.updatedAt = max(now, updatedAt)
        return task
    }
}
