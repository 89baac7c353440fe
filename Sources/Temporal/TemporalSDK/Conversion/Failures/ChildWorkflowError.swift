package import TemporalAPI

/// A child workflow did not complete. The cause says why.
package struct ChildWorkflowError: TemporalFailureError {
    package let message: String
    package let namespace: String
    package let workflowID: String
    package let runID: String
    package let workflowType: String
    package let initiatedEventID: Int64
    package let startedEventID: Int64
    /// Why it was not tried again.
    package let retryState: APIRetryState
    package let cause: (any Error)?
    package let stackTrace: String
    package let failure: APIFailure?

    package init(
        _ message: String = "Child Workflow execution failed",
        namespace: String = "",
        workflowID: String,
        runID: String = "",
        workflowType: String,
        initiatedEventID: Int64 = 0,
        startedEventID: Int64 = 0,
        retryState: APIRetryState = .unspecified,
        cause: (any Error)? = nil,
        stackTrace: String = "",
        failure: APIFailure? = nil
    ) {
        self.message = message
        self.namespace = namespace
        self.workflowID = workflowID
        self.runID = runID
        self.workflowType = workflowType
        self.initiatedEventID = initiatedEventID
        self.startedEventID = startedEventID
        self.retryState = retryState
        self.cause = cause
        self.stackTrace = stackTrace
        self.failure = failure
    }
}
