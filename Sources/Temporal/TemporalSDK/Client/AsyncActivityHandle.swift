import TemporalAPI

/// An activity that somebody other than its worker completes.
package struct AsyncActivityHandle: Sendable {
    /// How the activity is named to the service.
    package enum Reference: Hashable, Sendable {
        /// One attempt, by the token it was given.
        case token(ActivityTaskToken)
        /// Whatever attempt is the current one; without a run id, of the workflow's latest run.
        case id(workflowID: String, runID: String?, activityID: String)
    }

    package let reference: Reference
    let client: TemporalClient
}

extension TemporalClient {
    package func asyncActivityHandle(taskToken: ActivityTaskToken) -> AsyncActivityHandle {
        AsyncActivityHandle(reference: .token(taskToken), client: self)
    }

    package func asyncActivityHandle(workflowID: String, runID: String? = nil, activityID: String)
        -> AsyncActivityHandle
    {
        AsyncActivityHandle(
            reference: .id(workflowID: workflowID, runID: runID, activityID: activityID),
            client: self
        )
    }
}

/// The workflow asked to cancel the activity; whoever works on it should end it with `reportCancellation`.
package struct AsyncActivityCanceledError: TemporalError {
    package let message = "Activity cancelled"
    package let reason: ActivityCancellationReason
    package let cause: (any Error)? = nil
    package let stackTrace = ""

    package init(reason: ActivityCancellationReason) {
        self.reason = reason
    }
}

/// The service waits for no such activity: it was completed, timed out, or its workflow has ended.
package struct AsyncActivityNotFoundError: TemporalError {
    package let message: String
    package let cause: (any Error)? = nil
    package let stackTrace = ""

    package init(message: String) {
        self.message = message
    }
}
