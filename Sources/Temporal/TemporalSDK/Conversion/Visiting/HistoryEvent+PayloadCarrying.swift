package import TemporalAPI

extension APIHistory: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        visitor.visit(&events)
    }
}

extension APIHistoryEvent: PayloadCarrying {
    package mutating func visitPayloads(_ visitor: inout PayloadVisitor) {
        if hasUserMetadata { visitor.visit(&userMetadata) }
        visitor.visit(&eventGroupMarkers)
        guard let attributes else { return }
        if let changed = attributes.visitedWorkflow(&visitor) ?? attributes.visitedActivity(&visitor)
            ?? attributes.visitedOther(&visitor)
        {
            self.attributes = changed
        }
    }
}

// Each gives the attributes anew, or nil when they are not of its kind or have no payloads.
extension APIHistoryEvent.OneOf_Attributes {
    fileprivate func visitedWorkflow(_ visitor: inout PayloadVisitor) -> Self? {
        switch self {
        case .workflowExecutionStartedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .workflowExecutionStartedEventAttributes(attributes)
        case .workflowExecutionCompletedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .workflowExecutionCompletedEventAttributes(attributes)
        case .workflowExecutionFailedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .workflowExecutionFailedEventAttributes(attributes)
        case .workflowExecutionCanceledEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .workflowExecutionCanceledEventAttributes(attributes)
        case .workflowExecutionTerminatedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .workflowExecutionTerminatedEventAttributes(attributes)
        case .workflowExecutionContinuedAsNewEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .workflowExecutionContinuedAsNewEventAttributes(attributes)
        case .workflowExecutionSignaledEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .workflowExecutionSignaledEventAttributes(attributes)
        case .workflowTaskFailedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .workflowTaskFailedEventAttributes(attributes)
        case .workflowPropertiesModifiedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .workflowPropertiesModifiedEventAttributes(attributes)
        case .workflowPropertiesModifiedExternallyEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .workflowPropertiesModifiedExternallyEventAttributes(attributes)
        default: return nil
        }
    }

    fileprivate func visitedActivity(_ visitor: inout PayloadVisitor) -> Self? {
        switch self {
        case .activityTaskScheduledEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .activityTaskScheduledEventAttributes(attributes)
        case .activityTaskStartedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .activityTaskStartedEventAttributes(attributes)
        case .activityTaskCompletedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .activityTaskCompletedEventAttributes(attributes)
        case .activityTaskFailedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .activityTaskFailedEventAttributes(attributes)
        case .activityTaskTimedOutEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .activityTaskTimedOutEventAttributes(attributes)
        case .activityTaskCanceledEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .activityTaskCanceledEventAttributes(attributes)
        default: return nil
        }
    }

    fileprivate func visitedOther(_ visitor: inout PayloadVisitor) -> Self? {
        switch self {
        case .startChildWorkflowExecutionInitiatedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .startChildWorkflowExecutionInitiatedEventAttributes(attributes)
        case .childWorkflowExecutionCompletedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .childWorkflowExecutionCompletedEventAttributes(attributes)
        case .childWorkflowExecutionFailedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .childWorkflowExecutionFailedEventAttributes(attributes)
        case .childWorkflowExecutionCanceledEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .childWorkflowExecutionCanceledEventAttributes(attributes)
        case .signalExternalWorkflowExecutionInitiatedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .signalExternalWorkflowExecutionInitiatedEventAttributes(attributes)
        case .markerRecordedEventAttributes(var attributes):
            visitor.visit(&attributes)
            return .markerRecordedEventAttributes(attributes)
        default: return nil
        }
    }
}
