package import TemporalAPI

/// What waits in a task queue. A task names what is to be done; whether it still is, its run says when a worker
/// takes it.
package enum QueuedTask: Sendable {
    case workflow(WorkflowTaskReference)
    case activity(ActivityTaskReference)
    case query(QueryTask)
}

/// A workflow task that waits.
package struct WorkflowTaskReference: Sendable, Hashable {
    package let key: RunKey
    package let scheduledEventID: Int64
    package let attempt: Int32
    /// The queue that takes it when nobody serves the sticky one; nil when it is on that queue already.
    package let normalQueue: String?

    package init(key: RunKey, scheduledEventID: Int64, attempt: Int32, normalQueue: String?) {
        self.key = key
        self.scheduledEventID = scheduledEventID
        self.attempt = attempt
        self.normalQueue = normalQueue
    }
}

/// An activity that waits.
package struct ActivityTaskReference: Sendable, Hashable {
    package let key: RunKey
    package let scheduledEventID: Int64
    package let attempt: Int32

    package init(key: RunKey, scheduledEventID: Int64, attempt: Int32) {
        self.key = key
        self.scheduledEventID = scheduledEventID
        self.attempt = attempt
    }
}

/// A query that goes to a worker by itself.
package struct QueryTask: Sendable {
    package let id: String
    package let key: RunKey
    package let query: APIWorkflowQuery

    package init(id: String, key: RunKey, query: APIWorkflowQuery) {
        self.id = id
        self.key = key
        self.query = query
    }
}
