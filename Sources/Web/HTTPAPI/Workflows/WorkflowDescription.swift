package import OMSKernel

/// A workflow as lists show it.
package struct WorkflowSummary: Sendable, Equatable {
    package let workflowID: String
    package let runID: String
    package let type: String
    package let taskQueue: String
    /// In Temporal's own words, as queries have them: `Running`, `Completed`, `Failed`, `Canceled`, `Terminated`,
    /// `ContinuedAsNew`, `TimedOut`.
    package let status: String
    package let startedAt: Timestamp
    package let closedAt: Timestamp?
    /// How many events its history has.
    package let historyLength: Int64
    package let parentWorkflowID: String?

    package init(
        workflowID: String,
        runID: String,
        type: String,
        taskQueue: String,
        status: String,
        startedAt: Timestamp,
        closedAt: Timestamp?,
        historyLength: Int64,
        parentWorkflowID: String?
    ) {
        self.workflowID = workflowID
        self.runID = runID
        self.type = type
        self.taskQueue = taskQueue
        self.status = status
        self.startedAt = startedAt
        self.closedAt = closedAt
        self.historyLength = historyLength
        self.parentWorkflowID = parentWorkflowID
    }
}

/// What is known of one run now.
package struct WorkflowDescription: Sendable, Equatable {
    package let summary: WorkflowSummary
    package let isCancelRequested: Bool
    package let pendingActivities: [PendingActivity]
    package let pendingChildren: [WorkflowRun]
    /// What it says of itself; nil when it has nothing to say or no worker answered.
    package let progress: Progress?

    package init(
        summary: WorkflowSummary,
        isCancelRequested: Bool,
        pendingActivities: [PendingActivity],
        pendingChildren: [WorkflowRun],
        progress: Progress?
    ) {
        self.summary = summary
        self.isCancelRequested = isCancelRequested
        self.pendingActivities = pendingActivities
        self.pendingChildren = pendingChildren
        self.progress = progress
    }

    /// Where one of the system's own workflows stands.
    package struct Progress: Sendable, Equatable {
        package let step: String
        package let blockingReason: String?
        package let since: Timestamp?

        package init(step: String, blockingReason: String?, since: Timestamp?) {
            self.step = step
            self.blockingReason = blockingReason
            self.since = since
        }
    }

    /// An activity that waits or runs.
    package struct PendingActivity: Sendable, Equatable {
        package let activityID: String
        package let type: String
        /// `SCHEDULED`, `STARTED`, `CANCEL_REQUESTED`, `PAUSED` or `PAUSE_REQUESTED`.
        package let state: String
        package let attempt: Int64
        /// nil for no limit.
        package let maximumAttempts: Int64?
        package let scheduledAt: Timestamp?
        package let lastStartedAt: Timestamp?
        package let nextAttemptAt: Timestamp?
        /// The message of the last attempt that failed.
        package let lastFailure: String?
        package let lastWorker: String?

        package init(
            activityID: String,
            type: String,
            state: String,
            attempt: Int64,
            maximumAttempts: Int64?,
            scheduledAt: Timestamp?,
            lastStartedAt: Timestamp?,
            nextAttemptAt: Timestamp?,
            lastFailure: String?,
            lastWorker: String?
        ) {
            self.activityID = activityID
            self.type = type
            self.state = state
            self.attempt = attempt
            self.maximumAttempts = maximumAttempts
            self.scheduledAt = scheduledAt
            self.lastStartedAt = lastStartedAt
            self.nextAttemptAt = nextAttemptAt
            self.lastFailure = lastFailure
            self.lastWorker = lastWorker
        }
    }
}

/// One event of a run's history.
package struct WorkflowEvent: Sendable, Equatable {
    package let id: Int64
    package let time: Timestamp
    /// In Temporal's words, as `ActivityTaskScheduled`.
    package let type: String
    /// A JSON object: the event's attributes, as protobuf writes them in JSON, but for payloads.
    package let attributes: String

    package init(id: Int64, time: Timestamp, type: String, attributes: String) {
        self.id = id
        self.time = time
        self.type = type
        self.attributes = attributes
    }
}
