import OMSKernel

extension JSONWriter {
    mutating func workflow(_ workflow: WorkflowSummary) {
        object { $0.members(of: workflow) }
    }

    mutating func workflowEvent(_ event: WorkflowEvent) {
        object { writer in
            writer.member("eventId", event.id)
            writer.member("time", event.time.description)
            writer.member("type", event.type)
            writer.member("attributes", raw: event.attributes)
        }
    }

    fileprivate mutating func members(of workflow: WorkflowSummary) {
        member("workflowId", workflow.workflowID)
        member("runId", workflow.runID)
        member("type", workflow.type)
        member("taskQueue", workflow.taskQueue)
        member("status", workflow.status)
        member("startedAt", workflow.startedAt.description)
        member("closedAt", workflow.closedAt?.description)
        member("historyLength", workflow.historyLength)
        member("parentWorkflowId", workflow.parentWorkflowID)
    }

    fileprivate mutating func pendingActivity(_ activity: WorkflowDescription.PendingActivity) {
        object { writer in
            writer.member("activityId", activity.activityID)
            writer.member("type", activity.type)
            writer.member("state", activity.state)
            writer.member("attempt", activity.attempt)
            writer.member("maximumAttempts", activity.maximumAttempts)
            writer.member("scheduledAt", activity.scheduledAt?.description)
            writer.member("lastStartedAt", activity.lastStartedAt?.description)
            writer.member("nextAttemptAt", activity.nextAttemptAt?.description)
            writer.member("lastFailure", activity.lastFailure)
            writer.member("lastWorker", activity.lastWorker)
        }
    }

    fileprivate mutating func run(_ run: WorkflowRun) {
        object { writer in
            writer.member("workflowId", run.workflowID)
            writer.member("runId", run.runID)
        }
    }
}

extension Answer {
    static func workflow(_ workflow: WorkflowDescription) -> Answer {
        .json { writer in
            writer.members(of: workflow.summary)
            writer.member("isCancelRequested", workflow.isCancelRequested)
            writer.member("step", workflow.progress?.step)
            writer.member("blockingReason", workflow.progress?.blockingReason)
            writer.member("since", workflow.progress?.since?.description)
            writer.member("pendingActivities", array: workflow.pendingActivities) { $0.pendingActivity($1) }
            writer.member("pendingChildren", array: workflow.pendingChildren) { $0.run($1) }
        }
    }
}
