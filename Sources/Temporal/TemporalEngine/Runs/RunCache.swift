import Synchronization

/// The runs in memory, the least recently used of them leaving when there are too many. Runs that are in use, and
/// those that are ahead of the database, stay.
final class RunCache: Sendable {
    private struct Entry {
        let run: LoadedRun
        var users: Int
        var used: UInt64
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// When runs were used, the earliest first; entries that are out of date are passed over.
        var order = FIFO<(runID: String, used: UInt64)>()
        var clock: UInt64 = 0
    }

    private let capacity: Int
    private let tail: HistoryTail
    private let state = Mutex(State())

    /// - Parameters:
    ///   - capacity: how many runs stay in memory.
    ///   - tail: an empty tail with the limits that each run's has.
    init(capacity: Int, tail: HistoryTail) {
        self.capacity = capacity
        self.tail = tail
    }

    var count: Int { state.withLock { $0.entries.count } }

    /// Brings a run into use; ``checkIn(_:)`` must follow.
    func checkOut(_ key: RunKey) -> LoadedRun {
        state.withLock { state in
            if let run = state.entries[key.runID]?.run {
                state.entries[key.runID]?.users += 1
                return run
            }
            let run = LoadedRun(key: key, tail: tail)
            state.entries[key.runID] = Entry(run: run, users: 1, used: 0)
            return run
        }
    }

    func checkIn(_ run: LoadedRun) {
        state.withLock { state in
            guard var entry = state.entries[run.key.runID], entry.run === run else { return }
            entry.users -= 1
            state.clock += 1
            entry.used = state.clock
            state.entries[run.key.runID] = entry
            if entry.users == 0 { state.order.append((run.key.runID, state.clock)) }
            evict(&state)
        }
    }

    /// Forgets a run that was deleted.
    func remove(_ runID: String) {
        state.withLock { $0.entries[runID] = nil }
    }

    /// A look at a run in memory that does not count as a use.
    func peek(_ runID: String) -> LoadedRun? {
        state.withLock { $0.entries[runID]?.run }
    }

    private func evict(_ state: inout State) {
        // Passing over a few at a time keeps each call short; runs that must stay come again later.
        var steps = 8
        while state.entries.count > capacity, steps > 0, let oldest = state.order.popFirst() {
            steps -= 1
            guard let entry = state.entries[oldest.runID], entry.used == oldest.used, entry.users == 0 else { continue }
            if entry.run.isAhead {
                state.order.append(oldest)
            } else {
                state.entries[oldest.runID] = nil
            }
        }
        // Uses that are out of date must not pile up.
        guard state.order.count > 4 * max(capacity, state.entries.count) + 64 else { return }
        let entries = state.entries
        state.order.removeAll { entries[$0.runID]?.used != $0.used }
    }
}
