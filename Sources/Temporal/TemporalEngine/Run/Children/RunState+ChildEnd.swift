import SwiftProtobuf
package import TemporalAPI

extension RunState {
    /// A child ended for good. When its start was not heard of yet, that is written first.
    ///
    /// - Parameters:
    ///   - initiatedEventID: the event that asked for the child.
    ///   - execution: the run that ended, the last of its chain.
    ///   - firstRunID: the first run of its chain.
    ///   - closeEvent: its closing event.
    ///   - now: the time.
    /// - Throws: `RunRefusal` when this child is not waited for.
    package mutating func childClosed(
        initiatedEventID: Int64,
        execution: APIWorkflowExecution,
        firstRunID: String,
        closeEvent: APIHistoryEvent,
        now: EngineTime
    ) throws(RunRefusal) {
        guard isRunning else { throw .workflowCompleted }
        guard let child = children[initiatedEventID], child.attributes.workflowID == execution.workflowID,
            child.started.map({ $0.runID == firstRunID }) ?? true
        else { throw .childNotFound }
        guard let attributes = child.end(execution: execution, closeEvent: closeEvent) else {
            throw .internalError("the child's last event does not end a run")
        }
        if child.started == nil { addChildStarted(child, runID: firstRunID, now: now) }
        add(attributes.with(startedEventID: children[initiatedEventID]?.started?.eventID ?? 0), at: now)
        scheduleWorkflowTask(now: now)
        settle(now: now)
    }
}

extension PendingChild {
    /// The event that tells the parent of the child's end; nil when the event does not end a run.
    fileprivate func end(
        execution: APIWorkflowExecution,
        closeEvent: APIHistoryEvent
    ) -> APIHistoryEvent.OneOf_Attributes? {
        switch closeEvent.attributes {
        case .workflowExecutionCompletedEventAttributes(let completed):
            return .childWorkflowExecutionCompletedEventAttributes(
                .with {
                    if completed.hasResult { $0.result = completed.result }
                    $0.namespace = attributes.namespace
                    $0.namespaceID = attributes.namespaceID
                    $0.workflowExecution = execution
                    $0.workflowType = attributes.workflowType
                    $0.initiatedEventID = initiatedEventID
                }
            )
        case .workflowExecutionFailedEventAttributes(let failed):
            return .childWorkflowExecutionFailedEventAttributes(
                .with {
                    if failed.hasFailure { $0.failure = failed.failure }
                    $0.namespace = attributes.namespace
                    $0.namespaceID = attributes.namespaceID
                    $0.workflowExecution = execution
                    $0.workflowType = attributes.workflowType
                    $0.initiatedEventID = initiatedEventID
                    $0.retryState = failed.retryState
                }
            )
        case .workflowExecutionCanceledEventAttributes(let canceled):
            return .childWorkflowExecutionCanceledEventAttributes(
                .with {
                    if canceled.hasDetails { $0.details = canceled.details }
                    $0.namespace = attributes.namespace
                    $0.namespaceID = attributes.namespaceID
                    $0.workflowExecution = execution
                    $0.workflowType = attributes.workflowType
                    $0.initiatedEventID = initiatedEventID
                }
            )
        case .workflowExecutionTimedOutEventAttributes(let timedOut):
            return .childWorkflowExecutionTimedOutEventAttributes(
                .with {
                    $0.namespace = attributes.namespace
                    $0.namespaceID = attributes.namespaceID
                    $0.workflowExecution = execution
                    $0.workflowType = attributes.workflowType
                    $0.initiatedEventID = initiatedEventID
                    $0.retryState = timedOut.retryState
                }
            )
        case .workflowExecutionTerminatedEventAttributes:
            return .childWorkflowExecutionTerminatedEventAttributes(
                .with {
                    $0.namespace = attributes.namespace
                    $0.namespaceID = attributes.namespaceID
                    $0.workflowExecution = execution
                    $0.workflowType = attributes.workflowType
                    $0.initiatedEventID = initiatedEventID
                }
            )
        default:
            return nil
        }
    }
}

extension APIHistoryEvent.OneOf_Attributes {
    /// The end of a child with the event that told of its start; 0 while that waits.
    fileprivate func with(startedEventID: Int64) -> Self {
        var event = APIHistoryEvent.with { $0.attributes = self }
        switch self {
        case .childWorkflowExecutionCompletedEventAttributes:
            event.childWorkflowExecutionCompletedEventAttributes.startedEventID = startedEventID
        case .childWorkflowExecutionFailedEventAttributes:
            event.childWorkflowExecutionFailedEventAttributes.startedEventID = startedEventID
        case .childWorkflowExecutionCanceledEventAttributes:
            event.childWorkflowExecutionCanceledEventAttributes.startedEventID = startedEventID
        case .childWorkflowExecutionTimedOutEventAttributes:
            event.childWorkflowExecutionTimedOutEventAttributes.startedEventID = startedEventID
        case .childWorkflowExecutionTerminatedEventAttributes:
            event.childWorkflowExecutionTerminatedEventAttributes.startedEventID = startedEventID
        default:
            return self
        }
        return event.attributes ?? self
    }
}
