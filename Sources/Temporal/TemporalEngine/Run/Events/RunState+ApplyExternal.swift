import TemporalAPI

extension RunState {
    /// What events of children and of requests to other workflows change; all others change nothing.
    mutating func applyExternal(_ event: APIHistoryEvent) {
        switch event.attributes {
        case .startChildWorkflowExecutionInitiatedEventAttributes(let initiated):
            children[event.eventID] = PendingChild(
                initiatedEventID: event.eventID,
                attributes: initiated,
                userMetadata: event.hasUserMetadata ? event.userMetadata : nil
            )
        case .childWorkflowExecutionStartedEventAttributes(let started):
            children[started.initiatedEventID]?.started = PendingChild.Started(
                eventID: event.eventID,
                runID: started.workflowExecution.runID
            )
        case .startChildWorkflowExecutionFailedEventAttributes(let end): children[end.initiatedEventID] = nil
        case .childWorkflowExecutionCompletedEventAttributes(let end): children[end.initiatedEventID] = nil
        case .childWorkflowExecutionFailedEventAttributes(let end): children[end.initiatedEventID] = nil
        case .childWorkflowExecutionCanceledEventAttributes(let end): children[end.initiatedEventID] = nil
        case .childWorkflowExecutionTimedOutEventAttributes(let end): children[end.initiatedEventID] = nil
        case .childWorkflowExecutionTerminatedEventAttributes(let end): children[end.initiatedEventID] = nil

        case .signalExternalWorkflowExecutionInitiatedEventAttributes(let initiated):
            externalSignals[event.eventID] = initiated
        case .externalWorkflowExecutionSignaledEventAttributes(let end): externalSignals[end.initiatedEventID] = nil
        case .signalExternalWorkflowExecutionFailedEventAttributes(let end):
            externalSignals[end.initiatedEventID] = nil

        case .requestCancelExternalWorkflowExecutionInitiatedEventAttributes(let initiated):
            externalCancels[event.eventID] = initiated
        case .externalWorkflowExecutionCancelRequestedEventAttributes(let end):
            externalCancels[end.initiatedEventID] = nil
        case .requestCancelExternalWorkflowExecutionFailedEventAttributes(let end):
            externalCancels[end.initiatedEventID] = nil
        default:
            return
        }
    }
}
