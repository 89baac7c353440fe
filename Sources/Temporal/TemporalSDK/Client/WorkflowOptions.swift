package import TemporalAPI

/// How a workflow is started. Which of the policies apply when the id is taken is said on purpose each time.
package struct WorkflowOptions: Sendable {
    package var id: String
    package var taskQueue: String
    /// Whether the id of a closed workflow may be used again.
    package var idReusePolicy: APIWorkflowIdReusePolicy
    /// What happens when a workflow with this id runs. Unspecified, a start fails, and a signal with start goes to
    /// the one that runs.
    package var idConflictPolicy: APIWorkflowIdConflictPolicy
    /// The start is done once for an id of a request; nil for a new one, which covers the retries of this call.
    package var requestID: String?
    /// The time for all runs together: retries and continue-as-new.
    package var executionTimeout: Duration?
    package var runTimeout: Duration?
    package var taskTimeout: Duration?
    package var startDelay: Duration?
    package var retryPolicy: RetryPolicy?
    /// Values that lists show. Encrypted like inputs when there is a codec.
    package var memo: [String: any Sendable]
    /// Values that lists can be filtered by. Never encrypted.
    package var searchAttributes: SearchAttributeCollection
    /// Whether a worker of this process may get the first task with the answer to the start: see ``EagerWorkers``.
    /// Not for a signal with start, and not with a start delay.
    package var requestEagerStart = false
    /// One line for people who look at the workflow.
    package var staticSummary: String?
    package var staticDetails: String?
    /// Headers that go along with the start, as they are.
    package var headers: [String: APIPayload]

    package init(
        id: String,
        taskQueue: String,
        idReusePolicy: APIWorkflowIdReusePolicy = .allowDuplicate,
        idConflictPolicy: APIWorkflowIdConflictPolicy = .unspecified,
        requestID: String? = nil,
        executionTimeout: Duration? = nil,
        runTimeout: Duration? = nil,
        taskTimeout: Duration? = nil,
        startDelay: Duration? = nil,
        retryPolicy: RetryPolicy? = nil,
        memo: [String: any Sendable] = [:],
        searchAttributes: SearchAttributeCollection = SearchAttributeCollection(),
        staticSummary: String? = nil,
        staticDetails: String? = nil,
        headers: [String: APIPayload] = [:]
    ) {
        self.id = id
        self.taskQueue = taskQueue
        self.idReusePolicy = idReusePolicy
        self.idConflictPolicy = idConflictPolicy
        self.requestID = requestID
        self.executionTimeout = executionTimeout
        self.runTimeout = runTimeout
        self.taskTimeout = taskTimeout
        self.startDelay = startDelay
        self.retryPolicy = retryPolicy
        self.memo = memo
        self.searchAttributes = searchAttributes
        self.staticSummary = staticSummary
        self.staticDetails = staticDetails
        self.headers = headers
    }
}
