import TemporalAPI

extension APIHistoryEvent {
    /// The scheduled or initiated event of the activity or child whose start this event tells.
    var startedThing: Int64? {
        switch attributes {
        case .activityTaskStartedEventAttributes(let started): started.scheduledEventID
        case .childWorkflowExecutionStartedEventAttributes(let started): started.initiatedEventID
        default: nil
        }
    }

    /// Writes the id of the started event into an event that ends an activity or a child, where that id was not known
    /// yet because both waited in the buffer.
    mutating func fillStartedEventID(from startedIDs: [Int64: Int64]) {
        switch attributes {
        case .activityTaskCompletedEventAttributes(let end):
            guard let id = startedIDs[end.scheduledEventID] else { return }
            activityTaskCompletedEventAttributes.startedEventID = id
        case .activityTaskFailedEventAttributes(let end):
            guard let id = startedIDs[end.scheduledEventID] else { return }
            activityTaskFailedEventAttributes.startedEventID = id
        case .activityTaskTimedOutEventAttributes(let end):
            guard let id = startedIDs[end.scheduledEventID] else { return }
            activityTaskTimedOutEventAttributes.startedEventID = id
        case .activityTaskCanceledEventAttributes(let end):
            guard let id = startedIDs[end.scheduledEventID] else { return }
            activityTaskCanceledEventAttributes.startedEventID = id
        case .childWorkflowExecutionCompletedEventAttributes(let end):
            guard let id = startedIDs[end.initiatedEventID] else { return }
            childWorkflowExecutionCompletedEventAttributes.startedEventID = id
        case .childWorkflowExecutionFailedEventAttributes(let end):
            guard let id = startedIDs[end.initiatedEventID] else { return }
            childWorkflowExecutionFailedEventAttributes.startedEventID = id
        case .childWorkflowExecutionCanceledEventAttributes(let end):
            guard let id = startedIDs[end.initiatedEventID] else { return }
            childWorkflowExecutionCanceledEventAttributes.startedEventID = id
        case .childWorkflowExecutionTimedOutEventAttributes(let end):
            guard let id = startedIDs[end.initiatedEventID] else { return }
            childWorkflowExecutionTimedOutEventAttributes.startedEventID = id
        case .childWorkflowExecutionTerminatedEventAttributes(let end):
            guard let id = startedIDs[end.initiatedEventID] else { return }
            childWorkflowExecutionTerminatedEventAttributes.startedEventID = id
        default:
            return
        }
    }
}
