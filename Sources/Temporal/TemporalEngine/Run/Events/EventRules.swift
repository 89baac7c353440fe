import TemporalAPI

extension APIHistoryEvent.OneOf_Attributes {
    /// The type that goes with the attributes.
    var eventType: APIEventType {
        switch self {
        case .workflowExecutionStartedEventAttributes: .workflowExecutionStarted
        case .workflowExecutionCompletedEventAttributes: .workflowExecutionCompleted
        case .workflowExecutionFailedEventAttributes: .workflowExecutionFailed
        case .workflowExecutionTimedOutEventAttributes: .workflowExecutionTimedOut
        case .workflowExecutionCanceledEventAttributes: .workflowExecutionCanceled
        case .workflowExecutionTerminatedEventAttributes: .workflowExecutionTerminated
        case .workflowExecutionContinuedAsNewEventAttributes: .workflowExecutionContinuedAsNew
        case .workflowExecutionSignaledEventAttributes: .workflowExecutionSignaled
        case .workflowExecutionCancelRequestedEventAttributes: .workflowExecutionCancelRequested
        case .workflowExecutionOptionsUpdatedEventAttributes: .workflowExecutionOptionsUpdated
        case .workflowExecutionPausedEventAttributes: .workflowExecutionPaused
        case .workflowExecutionUnpausedEventAttributes: .workflowExecutionUnpaused
        case .workflowTaskScheduledEventAttributes: .workflowTaskScheduled
        case .workflowTaskStartedEventAttributes: .workflowTaskStarted
        case .workflowTaskCompletedEventAttributes: .workflowTaskCompleted
        case .workflowTaskTimedOutEventAttributes: .workflowTaskTimedOut
        case .workflowTaskFailedEventAttributes: .workflowTaskFailed
        case .activityTaskScheduledEventAttributes: .activityTaskScheduled
        case .activityTaskStartedEventAttributes: .activityTaskStarted
        case .activityTaskCompletedEventAttributes: .activityTaskCompleted
        case .activityTaskFailedEventAttributes: .activityTaskFailed
        case .activityTaskTimedOutEventAttributes: .activityTaskTimedOut
        case .activityTaskCancelRequestedEventAttributes: .activityTaskCancelRequested
        case .activityTaskCanceledEventAttributes: .activityTaskCanceled
        case .activityPropertiesModifiedExternallyEventAttributes: .activityPropertiesModifiedExternally
        case .timerStartedEventAttributes: .timerStarted
        case .timerFiredEventAttributes: .timerFired
        case .timerCanceledEventAttributes: .timerCanceled
        case .markerRecordedEventAttributes: .markerRecorded
        case .upsertWorkflowSearchAttributesEventAttributes: .upsertWorkflowSearchAttributes
        case .workflowPropertiesModifiedEventAttributes: .workflowPropertiesModified
        case .workflowPropertiesModifiedExternallyEventAttributes: .workflowPropertiesModifiedExternally
        case .startChildWorkflowExecutionInitiatedEventAttributes: .startChildWorkflowExecutionInitiated
        case .startChildWorkflowExecutionFailedEventAttributes: .startChildWorkflowExecutionFailed
        case .childWorkflowExecutionStartedEventAttributes: .childWorkflowExecutionStarted
        case .childWorkflowExecutionCompletedEventAttributes: .childWorkflowExecutionCompleted
        case .childWorkflowExecutionFailedEventAttributes: .childWorkflowExecutionFailed
        case .childWorkflowExecutionCanceledEventAttributes: .childWorkflowExecutionCanceled
        case .childWorkflowExecutionTimedOutEventAttributes: .childWorkflowExecutionTimedOut
        case .childWorkflowExecutionTerminatedEventAttributes: .childWorkflowExecutionTerminated
        case .signalExternalWorkflowExecutionInitiatedEventAttributes: .signalExternalWorkflowExecutionInitiated
        case .signalExternalWorkflowExecutionFailedEventAttributes: .signalExternalWorkflowExecutionFailed
        case .externalWorkflowExecutionSignaledEventAttributes: .externalWorkflowExecutionSignaled
        case .requestCancelExternalWorkflowExecutionInitiatedEventAttributes:
            .requestCancelExternalWorkflowExecutionInitiated
        case .requestCancelExternalWorkflowExecutionFailedEventAttributes:
            .requestCancelExternalWorkflowExecutionFailed
        case .externalWorkflowExecutionCancelRequestedEventAttributes: .externalWorkflowExecutionCancelRequested
        }
    }
}

extension APIEventType {
    /// Whether the event ends its run.
    var isClosing: Bool {
        switch self {
        case .workflowExecutionCompleted, .workflowExecutionFailed, .workflowExecutionTimedOut,
            .workflowExecutionCanceled, .workflowExecutionTerminated, .workflowExecutionContinuedAsNew:
            true
        default: false
        }
    }

    /// Whether the event comes from outside, and so waits while a worker looks at the history as it was: all that is
    /// neither the run's own end, nor a workflow task's, nor a worker's command.
    var isBuffered: Bool {
        switch self {
        case .workflowExecutionStarted, .workflowTaskScheduled, .workflowTaskStarted, .workflowTaskCompleted,
            .workflowTaskFailed, .workflowTaskTimedOut, .activityTaskScheduled, .activityTaskCancelRequested,
            .timerStarted, .timerCanceled, .requestCancelExternalWorkflowExecutionInitiated, .markerRecorded,
            .startChildWorkflowExecutionInitiated, .signalExternalWorkflowExecutionInitiated,
            .upsertWorkflowSearchAttributes, .workflowPropertiesModified:
            false
        default: !isClosing
        }
    }

    /// Whether the event ends an activity or a child: in a flush such events come after all others.
    var endsPendingThing: Bool {
        switch self {
        case .activityTaskCompleted, .activityTaskFailed, .activityTaskTimedOut, .activityTaskCanceled,
            .childWorkflowExecutionCompleted, .childWorkflowExecutionFailed, .childWorkflowExecutionCanceled,
            .childWorkflowExecutionTimedOut, .childWorkflowExecutionTerminated:
            true
        default: false
        }
    }
}
