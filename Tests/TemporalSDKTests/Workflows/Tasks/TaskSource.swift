import Foundation
import TemporalAPI
import TemporalSDK

/// Makes tasks out of the history of a run, as polls bring them.
final class TaskSource {
    let run: RunDriver
    private var previousStartedEventID: Int64 = 0
    private var startedEventID: Int64 = 0
    private var tokens = 0

    init<Workflow: WorkflowDefinition>(_ type: Workflow.Type, _ input: any Sendable, runID: String? = nil) throws {
        run = try RunDriver(type, input, runID: runID)
    }

    /// A task with the whole history.
    func fullTask() -> APIPollWorkflowTaskQueueResponse {
        run.addTaskStart()
        return task(events: run.history)
    }

    /// A task with the events after the last one that was completed.
    func stickyTask() -> APIPollWorkflowTaskQueueResponse {
        run.addTaskStart()
        return task(events: Array(run.history[Int(previousStartedEventID)...]))
    }

    func queryTask(_ name: String) -> APIPollWorkflowTaskQueueResponse {
        var task = APIPollWorkflowTaskQueueResponse()
        task.taskToken = token()
        task.workflowExecution = run.execution
        task.workflowType.name = run.workflow.name
        task.previousStartedEventID = previousStartedEventID
        task.query.queryType = name
        return task
    }

    /// Takes a completion: its commands become events.
    func complete(_ request: APIRespondWorkflowTaskCompletedRequest) {
        previousStartedEventID = startedEventID
        run.completeTask(request.commands)
    }

    private func task(events: [APIHistoryEvent]) -> APIPollWorkflowTaskQueueResponse {
        startedEventID = run.history.last?.eventID ?? 0
        var task = APIPollWorkflowTaskQueueResponse()
        task.taskToken = token()
        task.workflowExecution = run.execution
        task.workflowType.name = run.workflow.name
        task.previousStartedEventID = previousStartedEventID
        task.startedEventID = startedEventID
        task.attempt = 1
        task.history.events = events
        return task
    }

    private func token() -> Data {
        tokens += 1
        return Data("token-\(tokens)".utf8)
    }
}
