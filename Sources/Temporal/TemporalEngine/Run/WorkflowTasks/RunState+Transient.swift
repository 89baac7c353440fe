import SwiftProtobuf
package import TemporalAPI

extension RunState {
    /// The open task as its worker sees it.
    func startedWorkflowTask() throws(RunRefusal) -> StartedWorkflowTask {
        guard let task = workflowTask, let started = task.started else { throw .workflowTaskNotFound }
        return StartedWorkflowTask(
            scheduledEventID: task.scheduledEventID,
            startedEventID: started.eventID,
            attempt: task.attempt,
            scheduledTime: task.scheduledTime,
            startedTime: started.time,
            previousStartedEventID: lastCompletedStartedEventID,
            isSticky: sticky != nil,
            taskQueue: normalTaskQueue,
            transientEvents: transientEvents
        )
    }

    /// The events of an open transient task, which the history does not have: scheduled, and started if it is.
    package var transientEvents: [APIHistoryEvent] {
        guard let task = workflowTask, task.isTransient else { return [] }
        let scheduled = APIHistoryEvent.with {
            $0.eventID = task.scheduledEventID
            $0.eventTime = task.scheduledTime.timestamp
            $0.eventType = .workflowTaskScheduled
            $0.workflowTaskScheduledEventAttributes = .with {
                $0.taskQueue = task.taskQueue
                $0.startToCloseTimeout = task.startToCloseTimeout.protobuf
                $0.attempt = task.attempt
            }
        }
        guard let start = task.started else { return [scheduled] }
        let started = APIHistoryEvent.with {
            $0.eventID = start.eventID
            $0.eventTime = start.time.timestamp
            $0.eventType = .workflowTaskStarted
            $0.workflowTaskStartedEventAttributes = .with {
                $0.scheduledEventID = task.scheduledEventID
                $0.identity = start.identity
                $0.requestID = start.requestID
                $0.historySizeBytes = start.historyBytes
                $0.suggestContinueAsNew = !start.suggestReasons.isEmpty
                $0.suggestContinueAsNewReasons = start.suggestReasons
            }
        }
        return [scheduled, started]
    }
}
