import Foundation
import Synchronization

/// The attempts that run in this worker, by task token.
final class RunningActivities: Sendable {
    private struct State {
        var running: [Data: RunningActivity] = [:]
        var isShuttingDown = false
        var isOver = false
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.running.count } }

    /// An attempt begins. After `cancelAll` it is cancelled at once.
    func add(_ activity: RunningActivity, token: Data) {
        let (isShuttingDown, isOver) = state.withLock { state in
            state.running[token] = activity
            return (state.isShuttingDown, state.isOver)
        }
        if isShuttingDown { activity.cancel(.workerShutdown) }
        if isOver { activity.abandon() }
    }

    func remove(token: Data) {
        state.withLock { _ = $0.running.removeValue(forKey: token) }
    }

    /// Cancels what runs, and what will begin later.
    func cancelAll() {
        let running = state.withLock { state in
            state.isShuttingDown = true
            return Array(state.running.values)
        }
        for activity in running { activity.cancel(.workerShutdown) }
    }

    /// Stops waiting for what still runs, and for what will begin later.
    func abandonAll() {
        let running = state.withLock { state in
            state.isOver = true
            return Array(state.running.values)
        }
        for activity in running { activity.abandon() }
    }

    /// Cancels the attempts whose time is over.
    func cancelOverdue(now: ContinuousClock.Instant) {
        let overdue = state.withLock { state in
            state.running.values.filter { activity in activity.deadline.map { $0 <= now } ?? false }
        }
        for activity in overdue {
            activity.cancel(.timeout)
            if activity.isLocal { activity.abandon() }
        }
    }
}
