import TemporalAPI

/// To which earlier events an event points.
struct EventLink {
    /// The event that began the thing: scheduled, initiated, a timer's start.
    let firstEventID: Int64
    let firstType: APIEventType
    /// The event that told of its start; nil where there is none to name.
    var startedEventID: Int64?
    var startedType: APIEventType?
    var isEnd = false

    init?(_ event: APIHistoryEvent) {
        guard let link = Self.workflowTask(event) ?? Self.activity(event) ?? Self.child(event) ?? Self.other(event)
        else { return nil }
        self = link
    }

    private init(_ firstEventID: Int64, _ firstType: APIEventType) {
        self.firstEventID = firstEventID
        self.firstType = firstType
    }

    private func ended(_ startedEventID: Int64? = nil, _ startedType: APIEventType? = nil) -> EventLink {
        var link = self
        link.isEnd = true
        link.startedEventID = startedEventID == 0 ? nil : startedEventID
        link.startedType = startedType
        return link
    }

    private static func workflowTask(_ event: APIHistoryEvent) -> EventLink? {
        func link(_ id: Int64) -> EventLink { EventLink(id, .workflowTaskScheduled) }
        switch event.attributes {
        case .workflowTaskStartedEventAttributes(let e): return link(e.scheduledEventID)
        case .workflowTaskCompletedEventAttributes(let e):
            return link(e.scheduledEventID).ended(e.startedEventID, .workflowTaskStarted)
        case .workflowTaskFailedEventAttributes(let e):
            return link(e.scheduledEventID).ended(e.startedEventID, .workflowTaskStarted)
        case .workflowTaskTimedOutEventAttributes(let e):
            return link(e.scheduledEventID).ended(e.startedEventID, .workflowTaskStarted)
        default: return nil
        }
    }

    private static func activity(_ event: APIHistoryEvent) -> EventLink? {
        func link(_ id: Int64) -> EventLink { EventLink(id, .activityTaskScheduled) }
        switch event.attributes {
        case .activityTaskStartedEventAttributes(let e): return link(e.scheduledEventID)
        case .activityTaskCancelRequestedEventAttributes(let e): return link(e.scheduledEventID)
        case .activityTaskCompletedEventAttributes(let e):
            return link(e.scheduledEventID).ended(e.startedEventID, .activityTaskStarted)
        case .activityTaskFailedEventAttributes(let e):
            return link(e.scheduledEventID).ended(e.startedEventID, .activityTaskStarted)
        case .activityTaskTimedOutEventAttributes(let e):
            return link(e.scheduledEventID).ended(e.startedEventID, .activityTaskStarted)
        case .activityTaskCanceledEventAttributes(let e):
            return link(e.scheduledEventID).ended(e.startedEventID, .activityTaskStarted)
        default: return nil
        }
    }

    private static func child(_ event: APIHistoryEvent) -> EventLink? {
        func link(_ id: Int64) -> EventLink { EventLink(id, .startChildWorkflowExecutionInitiated) }
        switch event.attributes {
        case .childWorkflowExecutionStartedEventAttributes(let e): return link(e.initiatedEventID)
        case .startChildWorkflowExecutionFailedEventAttributes(let e): return link(e.initiatedEventID).ended()
        case .childWorkflowExecutionCompletedEventAttributes(let e):
            return link(e.initiatedEventID).ended(e.startedEventID, .childWorkflowExecutionStarted)
        case .childWorkflowExecutionFailedEventAttributes(let e):
            return link(e.initiatedEventID).ended(e.startedEventID, .childWorkflowExecutionStarted)
        case .childWorkflowExecutionCanceledEventAttributes(let e):
            return link(e.initiatedEventID).ended(e.startedEventID, .childWorkflowExecutionStarted)
        case .childWorkflowExecutionTimedOutEventAttributes(let e):
            return link(e.initiatedEventID).ended(e.startedEventID, .childWorkflowExecutionStarted)
        case .childWorkflowExecutionTerminatedEventAttributes(let e):
            return link(e.initiatedEventID).ended(e.startedEventID, .childWorkflowExecutionStarted)
        default: return nil
        }
    }

    private static func other(_ event: APIHistoryEvent) -> EventLink? {
        switch event.attributes {
        case .timerFiredEventAttributes(let e): return EventLink(e.startedEventID, .timerStarted).ended()
        case .timerCanceledEventAttributes(let e): return EventLink(e.startedEventID, .timerStarted).ended()
        case .externalWorkflowExecutionSignaledEventAttributes(let e):
            return EventLink(e.initiatedEventID, .signalExternalWorkflowExecutionInitiated).ended()
        case .signalExternalWorkflowExecutionFailedEventAttributes(let e):
            return EventLink(e.initiatedEventID, .signalExternalWorkflowExecutionInitiated).ended()
        case .externalWorkflowExecutionCancelRequestedEventAttributes(let e):
            return EventLink(e.initiatedEventID, .requestCancelExternalWorkflowExecutionInitiated).ended()
        case .requestCancelExternalWorkflowExecutionFailedEventAttributes(let e):
            return EventLink(e.initiatedEventID, .requestCancelExternalWorkflowExecutionInitiated).ended()
        default: return nil
        }
    }
}
