package import TemporalAPI

/// What a workflow task ends in. Payloads still need the codec.
package enum WorkflowTaskOutcome: Sendable {
    case completed(APIRespondWorkflowTaskCompletedRequest)
    case failed(APIRespondWorkflowTaskFailedRequest)
    case query(APIRespondQueryTaskCompletedRequest)
    /// Nothing is sent; the service offers the task again when its time is up. So for a task that failed before
    /// (failing it again at once would make the service offer it again at once) and when the history cannot be had.
    case unanswered(WorkflowTaskFailure)
}

/// What the poller of workflow tasks needs.
package protocol WorkflowTaskHandling: Sendable {
    /// Runs workflow code for one task. Never throws: what went wrong is in the outcome.
    /// - Parameters:
    ///   - task: with all codecs undone.
    ///   - history: where the events are read that the task does not carry.
    ///   - activities: tries local activities; nil when all are left to the service.
    /// - Returns: what to send.
    func handle(
        _ task: APIPollWorkflowTaskQueueResponse,
        history: any HistoryPages,
        activities: (any LocalActivityRunner)?
    ) async -> WorkflowTaskOutcome

    /// Drops a run from the cache, since what this worker knows of it may be wrong: its completion was refused, or
    /// nobody knows whether it was taken.
    /// - Parameter runID: of the run.
    func forget(runID: String) async

    /// Drops all runs from the cache.
    func close() async

    /// Whether tasks of a workflow type can be handled here.
    func knows(_ workflowType: String) -> Bool
}

/// Tries activities where their workflow runs.
package protocol LocalActivityRunner: Sendable {
    /// Runs one attempt. Never throws: one that does not succeed, or for which there is no room, is the service's.
    /// - Parameter task: with all codecs undone; its start-to-close timeout is how long it may take.
    /// - Returns: the result, without any codec; nil when there is none.
    func attempt(_ task: APIPollActivityTaskQueueResponse) async -> APIPayload?
}

extension WorkflowTaskHandling {
    /// Handles a task without local activities.
    package func handle(
        _ task: APIPollWorkflowTaskQueueResponse,
        history: any HistoryPages
    ) async -> WorkflowTaskOutcome {
        await handle(task, history: history, activities: nil)
    }

    package func knows(_ workflowType: String) -> Bool { true }
}
