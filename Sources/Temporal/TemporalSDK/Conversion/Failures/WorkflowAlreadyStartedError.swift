package import TemporalAPI

/// A workflow with this id runs, or has run, and the id policies do not allow another.
package struct WorkflowAlreadyStartedError: TemporalFailureError {
    package let message = "Workflow execution already started"
    package let workflowID: String
    package let workflowType: String
    /// The run that holds the id, when the service tells it.
    package let runID: String?
    package let cause: (any Error)? = nil
    package let stackTrace = ""
    package let failure: APIFailure? = nil

    package init(workflowID: String, workflowType: String, runID: String?) {
        self.workflowID = workflowID
        self.workflowType = workflowType
        self.runID = runID
    }
}
