import GRPCCore
package import TemporalAPI

/// A workflow did not complete: it failed, timed out, was cancelled or terminated. The cause says which.
package struct WorkflowFailedError: TemporalError {
    package let message = "Workflow execution failed"
    package let workflowID: String
    package let cause: (any Error)?
    package let stackTrace = ""

    package init(workflowID: String, cause: any Error) {
        self.workflowID = workflowID
        self.cause = cause
    }
}

/// The run ended by beginning another one, and following it was not wished.
package struct WorkflowContinuedAsNewError: TemporalError {
    package let message = "Workflow was continued as new"
    package let newRunID: String
    package let cause: (any Error)? = nil
    package let stackTrace = ""

    package init(newRunID: String) {
        self.newRunID = newRunID
    }
}

/// The service knows no such workflow, or none that runs.
package struct WorkflowNotFoundError: TemporalError {
    package let message: String
    package let workflowID: String
    package let runID: String?
    package let cause: (any Error)? = nil
    package let stackTrace = ""

    package init(workflowID: String, runID: String?, message: String) {
        self.workflowID = workflowID
        self.runID = runID
        self.message = message
    }
}

/// A workflow in this state does not answer queries under the given reject condition.
package struct WorkflowQueryRejectedError: TemporalError {
    package let status: APIWorkflowExecutionStatus
    package let cause: (any Error)? = nil
    package let stackTrace = ""

    package init(status: APIWorkflowExecutionStatus) {
        self.status = status
    }

    package var message: String { "Workflow query rejected, workflow status: \(status)" }
}

/// The workflow's query handler failed, or there is none.
package struct WorkflowQueryFailedError: TemporalError {
    package let message: String
    package let cause: (any Error)?
    package let stackTrace = ""

    package init(message: String, cause: (any Error)?) {
        self.message = message
        self.cause = cause
    }
}

/// The service has no namespace of this name.
package struct NamespaceNotFoundError: TemporalError {
    package let namespace: String
    package let cause: (any Error)? = nil
    package let stackTrace = ""

    package init(namespace: String) {
        self.namespace = namespace
    }

    package var message: String { "Namespace \(namespace) is not found" }
}

/// Finds the typed error for what the service said.
enum ClientErrors {
    static func typed(_ error: ServiceError) -> any Error {
        if error.code == .notFound, let detail = error.detail(APINamespaceNotFoundFailure.self) {
            return NamespaceNotFoundError(namespace: detail.namespace)
        }
        return error
    }
}
