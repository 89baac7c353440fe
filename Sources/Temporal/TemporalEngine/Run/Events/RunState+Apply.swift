import SwiftProtobuf
import TemporalAPI

extension RunState {
    /// What an event changes; the same live and when a stored history is folded.
    ///
    /// The first event is not for here: `init` reads it.
    mutating func apply(_ event: APIHistoryEvent) {
        if event.eventType.isClosing {
            applyClosing(event)
            return
        }
        switch event.attributes {
        case .workflowTaskScheduledEventAttributes, .workflowTaskStartedEventAttributes,
            .workflowTaskCompletedEventAttributes, .workflowTaskFailedEventAttributes,
            .workflowTaskTimedOutEventAttributes:
            applyWorkflowTask(event)
        case .activityTaskScheduledEventAttributes, .activityTaskStartedEventAttributes,
            .activityTaskCancelRequestedEventAttributes, .activityTaskCompletedEventAttributes,
            .activityTaskFailedEventAttributes, .activityTaskTimedOutEventAttributes,
            .activityTaskCanceledEventAttributes:
            applyActivity(event)
        case .timerStartedEventAttributes(let started):
            timers[started.timerID] = PendingTimer(
                timerID: started.timerID,
                startedEventID: event.eventID,
                due: EngineTime(event.eventTime) + Duration(started.startToFireTimeout)
            )
        case .timerFiredEventAttributes(let fired):
            removeTimer(fired.timerID, startedEventID: fired.startedEventID)
        case .timerCanceledEventAttributes(let canceled):
            removeTimer(canceled.timerID, startedEventID: canceled.startedEventID)
        case .workflowExecutionSignaledEventAttributes(let signaled):
            signalCount += 1
            if !signaled.requestID.isEmpty { signalRequestIDs.insert(signaled.requestID) }
        case .workflowExecutionCancelRequestedEventAttributes:
            isCancelRequested = true
        case .workflowExecutionOptionsUpdatedEventAttributes(let updated):
            if !updated.attachedRequestID.isEmpty { attachedRequestIDs[updated.attachedRequestID] = event.eventID }
        case .upsertWorkflowSearchAttributesEventAttributes(let upsert):
            searchAttributes.upsert(upsert.searchAttributes.indexedFields)
        case .workflowPropertiesModifiedEventAttributes(let modified):
            memo.upsert(modified.upsertedMemo.fields)
        default:
            applyExternal(event)
        }
    }

    private mutating func applyClosing(_ event: APIHistoryEvent) {
        status =
            switch event.eventType {
            case .workflowExecutionCompleted: .completed
            case .workflowExecutionFailed: .failed
            case .workflowExecutionTimedOut: .timedOut
            case .workflowExecutionCanceled: .canceled
            case .workflowExecutionContinuedAsNew: .continuedAsNew
            default: .terminated
            }
        closeEvent = event
        workflowTask = nil
        workflowTaskAttempt = 1
        sticky = nil
        isCloseAttempted = false
        activities = [:]
        activityIDs = [:]
        timers = [:]
        children = [:]
        // Signals on their way are still delivered: `externalSignals` says what they carry.
        externalCancels = [:]
        buffer = []
    }

    private mutating func applyWorkflowTask(_ event: APIHistoryEvent) {
        switch event.attributes {
        case .workflowTaskScheduledEventAttributes(let scheduled):
            workflowTask = WorkflowTask(
                scheduledEventID: event.eventID,
                taskQueue: scheduled.taskQueue,
                attempt: scheduled.attempt,
                startToCloseTimeout: Duration(scheduled.startToCloseTimeout),
                scheduledTime: EngineTime(event.eventTime),
                originalScheduledTime: EngineTime(event.eventTime)
            )
        case .workflowTaskStartedEventAttributes(let started):
            workflowTask?.started = WorkflowTask.Started(
                eventID: event.eventID,
                time: EngineTime(event.eventTime),
                requestID: started.requestID,
                identity: started.identity,
                historyBytes: started.historySizeBytes,
                suggestReasons: started.suggestContinueAsNewReasons
            )
        case .workflowTaskCompletedEventAttributes(let completed):
            lastCompletedStartedEventID = completed.startedEventID
            workflowTask = nil
        default:
            workflowTask = nil
        }
    }

    private mutating func applyActivity(_ event: APIHistoryEvent) {
        switch event.attributes {
        case .activityTaskScheduledEventAttributes(let scheduled):
            activities[event.eventID] = PendingActivity(
                scheduledEventID: event.eventID,
                attributes: scheduled,
                time: EngineTime(event.eventTime)
            )
            activityIDs[scheduled.activityID] = event.eventID
        case .activityTaskStartedEventAttributes(let started):
            // What the event does not tell, and the start before it did.
            let engineProcess = activities[started.scheduledEventID]?.started?.engineProcess ?? 0
            activities[started.scheduledEventID]?.started = PendingActivity.Started(
                eventID: event.eventID,
                time: EngineTime(event.eventTime),
                requestID: started.requestID,
                identity: started.identity,
                engineProcess: engineProcess
            )
        case .activityTaskCancelRequestedEventAttributes(let requested):
            activities[requested.scheduledEventID]?.cancelRequestedEventID = event.eventID
        case .activityTaskCompletedEventAttributes(let end): removeActivity(end.scheduledEventID)
        case .activityTaskFailedEventAttributes(let end): removeActivity(end.scheduledEventID)
        case .activityTaskTimedOutEventAttributes(let end): removeActivity(end.scheduledEventID)
        case .activityTaskCanceledEventAttributes(let end): removeActivity(end.scheduledEventID)
        default: return
        }
    }

    private mutating func removeActivity(_ scheduledEventID: Int64) {
        guard let activity = activities.removeValue(forKey: scheduledEventID) else { return }
        // Its id may be another's by now: an end that waited stands behind what the worker did next.
        let activityID = activity.attributes.activityID
        if activityIDs[activityID] == scheduledEventID { activityIDs[activityID] = nil }
    }

    private mutating func removeTimer(_ timerID: String, startedEventID: Int64) {
        if timers[timerID]?.startedEventID == startedEventID { timers[timerID] = nil }
    }
}
