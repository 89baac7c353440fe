import Synchronization

/// Brings tasks and the workers that poll for them together. All of it is in memory: what waits can be told from the
/// runs again.
package final class Matching: Sendable {
    package struct Limits: Sendable {
        /// Task queues that are in use at the same time.
        package var queues = 100_000
        /// Polls that wait at the same time, all queues together.
        package var pollers = 20_000
        /// Workers that stopped and are remembered for polls that were on their way.
        package var stoppedWorkers = 10_000
        /// Tasks that wait in one queue; further ones are read from the database again when there is room.
        package var tasksPerQueue = 200_000

        package init() {}
    }

    struct Poller {
        let queue: QueueName
        let deadline: ContinuousClock.Instant
        let workerKey: String
        let continuation: CheckedContinuation<QueuedTask?, Never>
    }

    struct State {
        var queues: [QueueName: TaskQueueState] = [:]
        var pollers: [UInt64: Poller] = [:]
        var lastPollerID: UInt64 = 0
        /// Pollers that are about to wait; one that is cancelled before leaves.
        var arriving: Set<UInt64> = []
        /// Workers that said that they stop: a poll of theirs that was on its way gets no task.
        var stopped = FIFO<String>()
        var stoppedKeys: Set<String> = []
    }

    let clock: any EngineClock
    let limits: Limits
    let state = Mutex(State())
    /// Asked for the tasks of a queue that could not hold them all.
    private let refill: Mutex<(@Sendable (QueueName) -> Void)?> = Mutex(nil)

    /// - Parameters:
    ///   - clock: for rates and for the age of what waits.
    ///   - limits: how much may wait.
    package init(clock: any EngineClock, limits: Limits = Limits()) {
        self.clock = clock
        self.limits = limits
    }

    /// - Parameter action: called when a queue that left tasks out has room again.
    package func onRoom(_ action: @escaping @Sendable (QueueName) -> Void) {
        refill.withLock { $0 = action }
    }

    // MARK: Tasks

    /// Offers a task; a workflow task for a sticky queue that nobody serves goes to the normal queue.
    package func add(_ task: QueuedTask, to queue: QueueName) {
        let now = clock.now()
        deliver(now: now) { state in
            var target = queue
            var task = task
            if case .workflow(let reference) = task, let normal = reference.normalQueue,
                !(state.queues[queue]?.isServed(now: now) ?? false)
            {
                target = QueueName(namespaceID: queue.namespaceID, name: normal, kind: .workflow)
                task = .workflow(reference.onNormalQueue)
            }
            state.queues[target, default: TaskQueueState()].add(task, now: now, capacity: limits.tasksPerQueue)
            return target
        }
    }

    /// Puts a task back at the front: its poller was gone.
    package func giveBack(_ task: QueuedTask, to queue: QueueName) {
        let now = clock.now()
        deliver(now: now) { state in
            state.queues[queue, default: TaskQueueState()].giveBack(task, now: now)
            return queue
        }
    }

    /// Takes a query that nobody waits for any more out of its queue.
    package func removeQuery(_ id: String, from queue: QueueName) {
        state.withLock { $0.queues[queue]?.removeQuery(id) }
    }

    /// Whether a worker asked this queue lately.
    package func isServed(_ queue: QueueName) -> Bool {
        state.withLock { $0.queues[queue]?.isServed(now: clock.now()) ?? false }
    }

    /// Ends a worker's sticky queue: what waits there goes to the normal queues, queries are given to the closure.
    ///
    /// - Parameters:
    ///   - queue: the sticky queue.
    ///   - onQuery: called with each query that waited.
    package func close(sticky queue: QueueName, onQuery: (QueryTask) -> Void) {
        let (drained, pollers) = state.withLock { state -> ([QueuedTask], [Poller]) in
            let ids = state.pollers.filter { $0.value.queue == queue }.map(\.key)
            var entry = state.queues.removeValue(forKey: queue)
            return (entry?.drain() ?? [], ids.compactMap { state.pollers.removeValue(forKey: $0) })
        }
        for poller in pollers { poller.continuation.resume(returning: nil) }
        for task in drained {
            if case .query(let query) = task { onQuery(query) } else { add(task, to: queue) }
        }
    }

    // MARK: Delivery

    /// Changes the state, then gives out what fits together in the queue that the change names.
    func deliver(now: EngineTime, _ change: (inout State) -> QueueName?) {
        var given: [(CheckedContinuation<QueuedTask?, Never>, QueuedTask)] = []
        var retryAt: EngineTime?
        var refilled: QueueName?
        let queue = state.withLock { state -> QueueName? in
            guard let queue = change(&state), var entry = state.queues[queue] else { return nil }
            // Taken out, so that the change below does not copy it.
            state.queues[queue] = nil
            let (matches, retry) = entry.match(now: now)
            retryAt = retry
            for match in matches {
                guard let poller = state.pollers.removeValue(forKey: match.pollerID) else {
                    entry.giveBack(match.task, now: now)
                    continue
                }
                given.append((poller.continuation, match.task))
            }
            if entry.isCut, entry.backlog < limits.tasksPerQueue / 2 {
                entry.noteWhole()
                refilled = queue
            }
            state.queues[queue] = entry
            return queue
        }
        for (continuation, task) in given { continuation.resume(returning: task) }
        if let refilled { refill.withLock { $0 }?(refilled) }
        if let queue, let retryAt { matchAgain(queue, at: retryAt) }
    }

    /// Tries a queue again when its rate limit lets the next task pass. A second try at the same time does no harm.
    private func matchAgain(_ queue: QueueName, at time: EngineTime) {
        let isFirst = waitingForRate.withLock { $0.insert(queue).inserted }
        guard isFirst else { return }
        Task { [self] in
            try? await clock.sleep(until: time)
            _ = waitingForRate.withLock { $0.remove(queue) }
            deliver(now: clock.now()) { _ in queue }
        }
    }

    private let waitingForRate = Mutex(Set<QueueName>())
}

extension WorkflowTaskReference {
    var onNormalQueue: WorkflowTaskReference {
        WorkflowTaskReference(key: key, scheduledEventID: scheduledEventID, attempt: attempt, normalQueue: nil)
    }
}
