package import TemporalAPI

/// How a child workflow is to be run.
package struct ChildWorkflowOptions: Sendable {
    /// A random one (the same at every replay) when nil.
    package var id: String?
    /// The parent's when nil.
    package var taskQueue: String?
    /// For all runs together.
    package var executionTimeout: Duration?
    package var runTimeout: Duration?
    package var taskTimeout: Duration?
    /// What becomes of the child when its parent ends first.
    package var parentClosePolicy: APIParentClosePolicy
    package var cancellationType: CancellationType
    package var idReusePolicy: APIWorkflowIdReusePolicy
    /// No retries when nil.
    package var retryPolicy: RetryPolicy?
    package var memo: [String: any Sendable]
    package var searchAttributes: SearchAttributeCollection
    /// One line, and more, for people.
    package var staticSummary: String?
    package var staticDetails: String?

    package init(
        id: String? = nil,
        taskQueue: String? = nil,
        executionTimeout: Duration? = nil,
        runTimeout: Duration? = nil,
        taskTimeout: Duration? = nil,
        parentClosePolicy: APIParentClosePolicy = .terminate,
        cancellationType: CancellationType = .waitCancellationCompleted,
        idReusePolicy: APIWorkflowIdReusePolicy = .allowDuplicate,
        retryPolicy: RetryPolicy? = nil,
        memo: [String: any Sendable] = [:],
        searchAttributes: SearchAttributeCollection = SearchAttributeCollection(),
        staticSummary: String? = nil,
        staticDetails: String? = nil
    ) {
        self.id = id
        self.taskQueue = taskQueue
        self.executionTimeout = executionTimeout
        self.runTimeout = runTimeout
        self.taskTimeout = taskTimeout
        self.parentClosePolicy = parentClosePolicy
        self.cancellationType = cancellationType
        self.idReusePolicy = idReusePolicy
        self.retryPolicy = retryPolicy
        self.memo = memo
        self.searchAttributes = searchAttributes
        self.staticSummary = staticSummary
        self.staticDetails = staticDetails
    }

    /// What becomes of a child when the task that waits for it is cancelled.
    package enum CancellationType: Sendable, Hashable {
        /// It is left alone, and the parent goes on at once.
        case abandon
        /// It is asked to cancel, and the parent goes on at once.
        case tryCancel
        /// It is asked to cancel, and the parent goes on once the child knows.
        case waitCancellationRequested
        /// It is asked to cancel, and the parent waits for its end.
        case waitCancellationCompleted
    }
}
