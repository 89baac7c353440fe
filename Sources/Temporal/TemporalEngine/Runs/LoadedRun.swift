import Synchronization
import TemporalAPI

/// A run in memory. Whoever changes it holds its lock; whoever only looks takes a ``RunSnapshot``.
final class LoadedRun: Sendable {
    struct Content: Sendable {
        /// Nil until it was read, and again when it is not known any more what the database holds.
        var snapshot: RunSnapshot?
        /// Not part of the snapshot: whoever looks at a run would share it, and each change would have to copy it.
        var tail: HistoryTail

        /// Keeps the events that were added for the workers of the run. A closed run has none: it would hold ten times
        /// the memory for the few who read its history.
        mutating func keep(_ added: [APIHistoryEvent], bytes: Int, isRunning: Bool) {
            if isRunning { tail.append(added, bytes: bytes) } else { tail.removeAll() }
        }
    }

    let key: RunKey
    let lock = AsyncLock()
    let content: Mutex<Content>

    init(key: RunKey, tail: HistoryTail) {
        self.key = key
        content = Mutex(Content(tail: tail))
    }

    /// Whether the state holds something that the database does not: it must stay in memory.
    var isAhead: Bool { snapshot?.isAhead ?? false }

    var snapshot: RunSnapshot? { content.withLock { $0.snapshot } }

    /// Stored events, when all of them are in memory.
    /// - Parameters:
    ///   - first: the id of the first event that is wanted.
    ///   - end: events from this id on are not wanted.
    ///   - limit: at most so many.
    /// - Returns: the events, and whether the limit cut others off; nil when not all of them are here.
    func recentEvents(
        from first: Int64,
        before end: Int64,
        limit: Int
    ) -> (events: [APIHistoryEvent], isCut: Bool)? {
        content.withLock { content in
            content.tail.events(from: first, before: end).map { (Array($0.prefix(limit)), $0.count > limit) }
        }
    }

    /// Forgets what is known of the run: it is read again when it is needed.
    func forget() {
        content.withLock { content in
            content.snapshot = nil
            content.tail.removeAll()
        }
    }
}

/// A run as it was at one moment. A class, since it is handed around often and is large.
final class RunSnapshot: Sendable {
    let state: RunState
    /// Events before this id are in the database.
    let committedNextEventID: Int64
    /// Whether it was changed in memory alone since it was stored.
    let isAhead: Bool

    init(state: RunState, committedNextEventID: Int64, isAhead: Bool = false) {
        self.state = state
        self.committedNextEventID = committedNextEventID
        self.isAhead = isAhead
    }

    var key: RunKey { state.key }

    /// Events that are not in the database: a task's start, and the two events of a task that is tried again.
    var uncommittedEvents: [APIHistoryEvent] { state.untaken + state.transientEvents }
}

extension RunState {
    /// Whether a start of the engine must look at the run: a workflow task or an activity waits for a worker, or is at
    /// one that ends with the engine.
    var hasTasks: Bool {
        guard isRunning else { return false }
        return workflowTask != nil
            || activities.values.contains { $0.started.map { $0.engineProcess != 0 } ?? $0.isDispatched }
    }
}
