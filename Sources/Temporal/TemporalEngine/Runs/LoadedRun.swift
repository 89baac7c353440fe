import Synchronization
import TemporalAPI

/// A run in memory. Whoever changes it holds its lock; whoever only looks takes a ``RunSnapshot``.
final class LoadedRun: Sendable {
    struct Content: Sendable {
        /// Nil until it was read, and again when it is not known any more what the database holds.
        var state: RunState?
        /// Events before this id are in the database.
        var committedNextEventID: Int64 = 1
        var tail: HistoryTail
    }

    let key: RunKey
    let lock = AsyncLock()
    let content: Mutex<Content>

    init(key: RunKey, tail: HistoryTail) {
        self.key = key
        content = Mutex(Content(tail: tail))
    }

    /// Whether the state holds something that the database does not: it must stay in memory.
    var isAhead: Bool {
        content.withLock { content in
            content.state.map { $0.nextEventID > content.committedNextEventID || $0.hasStartedTransientTask } ?? false
        }
    }

    var snapshot: RunSnapshot? {
        content.withLock { content in
            content.state.map {
                RunSnapshot(state: $0, committedNextEventID: content.committedNextEventID, tail: content.tail)
            }
        }
    }
}

/// A run as it was at one moment.
struct RunSnapshot: Sendable {
    let state: RunState
    /// Events before this id are in the database.
    let committedNextEventID: Int64
    let tail: HistoryTail

    var key: RunKey { state.key }

    /// Events that are not in the database: a task's start, and the two events of a task that is tried again.
    var uncommittedEvents: [APIHistoryEvent] { state.untaken + state.transientEvents }
}

extension RunState {
    /// A worker has a task of which the history knows nothing.
    var hasStartedTransientTask: Bool {
        workflowTask.map { $0.isTransient && $0.started != nil } ?? false
    }

    /// Whether a workflow task or an activity waits for a worker.
    var hasTasks: Bool {
        isRunning && (workflowTask != nil || activities.values.contains { $0.isDispatched && $0.started == nil })
    }
}
