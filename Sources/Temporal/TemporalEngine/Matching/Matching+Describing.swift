import Synchronization

/// What is known of one task queue.
package struct QueueDescription: Sendable {
    /// The workers that asked in the last five minutes, with when they last did; the latest first.
    package let pollers: [(identity: String, lastAccess: EngineTime)]
    package let backlog: Int
    /// How long the oldest task waits.
    package let backlogAge: Duration
    /// Tasks a second; nil without a limit.
    package let ratePerSecond: Double?
}

extension Matching {
    package func describe(_ queue: QueueName) -> QueueDescription {
        let now = clock.now()
        return state.withLock { state in
            state.queues[queue]?.forget(now: now)
            guard let entry = state.queues[queue] else {
                return QueueDescription(pollers: [], backlog: 0, backlogAge: .zero, ratePerSecond: nil)
            }
            let pollers = entry.identities.sorted { $0.value > $1.value }.map {
                (identity: $0.key, lastAccess: $0.value)
            }
            return QueueDescription(
                pollers: pollers,
                backlog: entry.backlog,
                backlogAge: entry.oldestTask.map { now - $0 } ?? .zero,
                ratePerSecond: entry.limit?.ratePerSecond
            )
        }
    }

    /// Polls that wait now, and tasks that wait now, all queues together.
    package var load: (pollers: Int, tasks: Int, queues: Int) {
        state.withLock { state in
            (state.pollers.count, state.queues.values.reduce(0) { $0 + $1.backlog }, state.queues.count)
        }
    }
}
