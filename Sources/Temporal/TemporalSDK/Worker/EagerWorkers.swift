import Synchronization
import TemporalAPI

/// The workers of this process that may take the first task of a workflow from the answer to its start, which saves
/// the way through the task queue. One object is given to a client and to its workers.
package final class EagerWorkers: Sendable {
    /// A worker's room for one task, kept until one of the two is called.
    struct Place: Sendable {
        let take: @Sendable (APIPollWorkflowTaskQueueResponse) -> Void
        let giveBack: @Sendable () -> Void
    }

    private struct Queue: Hashable {
        let namespace: String
        let name: String
    }

    private struct State {
        var lastID = 0
        var workers: [Queue: [Int: @Sendable (_ workflowType: String) -> Place?]] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// A worker begins.
    /// - Parameters:
    ///   - namespace: the worker's.
    ///   - taskQueue: the worker's.
    ///   - place: answers with room for a task of a type, if there is any.
    /// - Returns: ends the worker's part.
    func add(
        namespace: String,
        taskQueue: String,
        place: @escaping @Sendable (_ workflowType: String) -> Place?
    ) -> @Sendable () -> Void {
        let queue = Queue(namespace: namespace, name: taskQueue)
        let id = state.withLock { state in
            state.lastID += 1
            state.workers[queue, default: [:]][state.lastID] = place
            return state.lastID
        }
        return { [self] in
            state.withLock { state in
                state.workers[queue]?[id] = nil
                if state.workers[queue]?.isEmpty == true { state.workers[queue] = nil }
            }
        }
    }

    /// Room in one of the workers of a task queue that know a type; nil when there is none.
    func place(namespace: String, taskQueue: String, workflowType: String) -> Place? {
        let workers = state.withLock { $0.workers[Queue(namespace: namespace, name: taskQueue)]?.values.map { $0 } }
        // Asked once each: what one answers with is kept until it is used.
        for worker in workers ?? [] {
            if let place = worker(workflowType) { return place }
        }
        return nil
    }
}
