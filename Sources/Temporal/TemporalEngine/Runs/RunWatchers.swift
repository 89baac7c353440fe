import Synchronization

/// Callers that wait for something to happen to a run.
final class RunWatchers: Sendable {
    private enum Watcher {
        /// Will wait; nothing has happened yet.
        case announced
        /// Will wait, and need not.
        case passed
        case waiting(CheckedContinuation<Void, Never>)
    }

    private struct State {
        var watchers: [String: [UInt64: Watcher]] = [:]
        /// Those that wait for the end of their run alone.
        var forClose: Set<UInt64> = []
        var lastID: UInt64 = 0
        var count = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many may wait at the same time.
    init(limit: Int) {
        self.limit = limit
    }

    /// How many wait.
    var count: Int { state.withLock { $0.count } }

    /// Announces a wait: what happens from now on is not missed.
    ///
    /// - Parameters:
    ///   - runID: the run.
    ///   - isForClose: whether nothing but the end of the run matters.
    /// - Returns: for ``wait(_:for:)`` and ``leave(_:for:)``, one of which must follow; nil when too many wait.
    func announce(_ runID: String, isForClose: Bool = false) -> UInt64? {
        state.withLock { state in
            guard state.count < limit else { return nil }
            state.count += 1
            state.lastID += 1
            state.watchers[runID, default: [:]][state.lastID] = .announced
            if isForClose { state.forClose.insert(state.lastID) }
            return state.lastID
        }
    }

    /// Returns when something happened to the run since the announcement, or when the task is cancelled.
    func wait(_ id: UInt64, for runID: String) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let passes = state.withLock { state -> Bool in
                    guard case .announced = state.watchers[runID]?[id] else { return true }
                    state.watchers[runID]?[id] = .waiting(continuation)
                    return false
                }
                if passes { continuation.resume() }
            }
        } onCancel: {
            pass(id, for: runID)
        }
        leave(id, for: runID)
    }

    /// ``wait(_:for:)`` with an end.
    /// - Returns: whether the time is over.
    func wait(_ id: UInt64, for runID: String, until deadline: ContinuousClock.Instant) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await self.wait(id, for: runID)
                return false
            }
            group.addTask {
                // A cancelled sleep means that the wait is over already.
                (try? await Task.sleep(until: deadline, clock: .continuous)) != nil
            }
            let isOver = await group.next() ?? false
            group.cancelAll()
            return isOver
        }
    }

    /// Takes an announcement back.
    func leave(_ id: UInt64, for runID: String) {
        state.withLock { state in
            guard state.watchers[runID]?.removeValue(forKey: id) != nil else { return }
            state.count -= 1
            state.forClose.remove(id)
            if state.watchers[runID]?.isEmpty == true { state.watchers[runID] = nil }
        }
    }

    /// Something happened to a run.
    /// - Parameters:
    ///   - runID: the run.
    ///   - isClosed: whether it is over.
    func notify(_ runID: String, isClosed: Bool = true) {
        let ids = state.withLock { state -> [UInt64] in
            guard let watchers = state.watchers[runID] else { return [] }
            return watchers.keys.filter { isClosed || !state.forClose.contains($0) }
        }
        for id in ids { pass(id, for: runID) }
    }

    /// Lets everybody go; the engine stops.
    func notifyAll() {
        let runs = state.withLock { Array($0.watchers.keys) }
        for run in runs { notify(run) }
    }

    private func pass(_ id: UInt64, for runID: String) {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let watcher = state.watchers[runID]?[id] else { return nil }
            state.watchers[runID]?[id] = .passed
            if case .waiting(let continuation) = watcher { return continuation }
            return nil
        }
        waiting?.resume()
    }
}
