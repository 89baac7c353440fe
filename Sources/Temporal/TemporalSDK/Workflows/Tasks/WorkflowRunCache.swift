import Synchronization

/// The runs that this worker knows, so that their next tasks need no replay. Each is used by one task at a time.
final class WorkflowRunCache: Sendable {
    private struct State {
        var idle: LRUCache<String, WorkflowMachine>
        /// Runs in use, and who waits for each.
        var busy: [String: [CheckedContinuation<WorkflowMachine?, Never>]] = [:]
    }

    private let state: Mutex<State>

    /// - Parameter capacity: how many runs may stay while they are not used.
    init(capacity: Int) {
        state = Mutex(State(idle: LRUCache(capacity: capacity)))
    }

    /// How many runs are kept.
    var count: Int { state.withLock { $0.idle.count } }

    /// Waits until no other task uses the run and takes it.
    /// - Parameter runID: of the run.
    /// - Returns: the run; nil when it is not known. Either way it counts as in use until ``checkIn(_:_:)``.
    func checkOut(_ runID: String) async -> WorkflowMachine? {
        await withCheckedContinuation { continuation in
            let machine: WorkflowMachine?? = state.withLock { state in
                if state.busy[runID] != nil {
                    state.busy[runID]?.append(continuation)
                    return .none
                }
                state.busy[runID] = []
                return .some(state.idle.remove(runID))
            }
            if let machine { continuation.resume(returning: machine) }
        }
    }

    /// Gives a run back.
    /// - Parameters:
    ///   - runID: of the run.
    ///   - machine: the run; nil when it is known no more.
    /// - Returns: runs that have to go for it. They are the caller's to evict.
    func checkIn(_ runID: String, _ machine: WorkflowMachine?) -> [WorkflowMachine] {
        var next: CheckedContinuation<WorkflowMachine?, Never>?
        let gone: [WorkflowMachine] = state.withLock { state in
            if let waiting = state.busy[runID], !waiting.isEmpty {
                next = state.busy[runID]?.removeFirst()
                return []
            }
            state.busy[runID] = nil
            return machine.map { state.idle.insert($0, for: runID) } ?? []
        }
        next?.resume(returning: machine)
        return gone
    }

    /// Takes out all runs that are not in use.
    func removeAll() -> [WorkflowMachine] {
        state.withLock { $0.idle.removeAll() }
    }
}
