import Synchronization

/// When each run wants to be looked at again.
///
/// The times of runs are in the database too, so only the next ones need be here: when there are too many, those far
/// off are left out, and read again when their time is near.
package final class TimerQueue: Sendable {
    private struct State {
        var heap = TimerHeap()
        /// Times from here on may be missing from the heap; they are in the database.
        var horizon = EngineTime.distantFuture
    }

    /// At most so many times are held in memory.
    private let capacity: Int
    private let state = Mutex(State())
    private let changed = WakeSignal()

    /// - Parameter capacity: how many times are held in memory.
    package init(capacity: Int) {
        self.capacity = capacity
    }

    /// Sets, changes or removes the time of a run.
    ///
    /// - Parameters:
    ///   - key: the run.
    ///   - due: when to look at it; nil when there is nothing to wait for.
    ///   - isStored: whether the database knows this time too; one that it does not know is never left out.
    package func set(_ key: RunKey, due: EngineTime?, isStored: Bool = true) {
        let isFirst = state.withLock { state -> Bool in
            guard let due else {
                state.heap.remove(key.runID)
                return false
            }
            let isFull = state.heap.count >= capacity && state.heap.due(of: key.runID) == nil
            if isStored, isFull || due >= state.horizon {
                // What is left out is found again by its time.
                state.heap.remove(key.runID)
                state.horizon = min(state.horizon, due)
                return state.horizon == due
            }
            state.heap.set(due, for: key)
            return state.heap.first?.key == key
        }
        if isFirst { changed.set() }
    }

    /// Waits until something may be due or the times must be read again.
    /// - Parameter clock: says what time it is.
    package func wait(on clock: any EngineClock) async {
        guard let next = next else { return await changed.wait() }
        guard next > clock.now() else { return }
        await changed.wait(until: next, on: clock)
    }

    /// Takes the runs that are due.
    ///
    /// - Parameters:
    ///   - now: what time it is.
    ///   - limit: at most so many.
    /// - Returns: the runs.
    package func take(until now: EngineTime, limit: Int) -> [RunKey] {
        state.withLock { $0.heap.take(until: now, limit: limit).map(\.key) }
    }

    /// - Parameter now: what time it is.
    /// - Returns: whether times that were left out are due and must be read again.
    package func needsReading(at now: EngineTime) -> Bool {
        state.withLock { $0.horizon <= now }
    }

    /// Sets the time of a run that has none here.
    package func setIfAbsent(_ key: RunKey, due: EngineTime?) {
        guard let due, state.withLock({ $0.heap.due(of: key.runID) }) == nil else { return }
        set(key, due: due)
    }

    /// - Parameter horizon: times from here on are in the database alone.
    package func setHorizon(_ horizon: EngineTime) {
        state.withLock { $0.horizon = horizon }
        changed.set()
    }

    /// - Parameter horizon: times from here on may be in the database alone.
    package func lowerHorizon(to horizon: EngineTime) {
        state.withLock { $0.horizon = min($0.horizon, horizon) }
        changed.set()
    }

    /// How many more times fit.
    package var room: Int { state.withLock { max(0, capacity - $0.heap.count) } }

    package var count: Int { state.withLock { $0.heap.count } }

    private var next: EngineTime? {
        state.withLock { state in
            let first = state.heap.first?.due ?? .distantFuture
            let next = min(first, state.horizon)
            return next == .distantFuture ? nil : next
        }
    }
}
