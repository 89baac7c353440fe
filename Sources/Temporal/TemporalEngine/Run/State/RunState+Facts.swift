import SwiftProtobuf
package import TemporalAPI

extension RunState {
    package var isRunning: Bool { status == .running }

    package var workflowType: String { start.workflowType.name }

    /// The queue the run was started on; a sticky queue may stand in for it.
    package var normalTaskQueue: APITaskQueue {
        .with {
            $0.name = start.taskQueue.name
            $0.kind = .normal
        }
    }

    /// The queue the next workflow task goes to.
    package var currentTaskQueue: APITaskQueue {
        guard let sticky else { return normalTaskQueue }
        return .with {
            $0.name = sticky.name
            $0.kind = .sticky
            $0.normalName = start.taskQueue.name
        }
    }

    package var defaultWorkflowTaskTimeout: Duration { Duration(start.workflowTaskTimeout) }

    /// When the first workflow task is due: the start, later when the start was delayed.
    package var executionTime: EngineTime { startTime + Duration(start.firstWorkflowTaskBackoff) }

    /// When the whole chain of runs times out; nil is never.
    package var executionExpiration: EngineTime? {
        start.hasWorkflowExecutionExpirationTime ? EngineTime(start.workflowExecutionExpirationTime) : nil
    }

    /// When this run times out; nil is never. A delayed start does not count, and the chain's end comes first.
    package var runExpiration: EngineTime? {
        let timeout = Duration(start.workflowRunTimeout)
        guard timeout > .zero else { return executionExpiration }
        let expiration = executionTime + timeout
        return executionExpiration.map { min($0, expiration) } ?? expiration
    }

    /// Whether a workflow task was ever scheduled and not lost.
    package var hadWorkflowTask: Bool { workflowTask != nil || lastCompletedStartedEventID != 0 }

    /// Whether the first workflow task still waits for a delayed start, a retry's backoff or the like.
    package var isWaitingForFirstTask: Bool { executionTime > startTime && !hadWorkflowTask }

    /// The run that started this one; nil when none did.
    package var parent: ParentRun? {
        guard start.hasParentWorkflowExecution else { return nil }
        return ParentRun(
            namespace: start.parentWorkflowNamespace,
            namespaceID: start.parentWorkflowNamespaceID,
            execution: start.parentWorkflowExecution,
            initiatedEventID: start.parentInitiatedEventID
        )
    }

    /// The run that goes on for this one: continue-as-new, or a retry; empty when none does.
    package var newRunID: String {
        switch closeEvent?.attributes {
        case .workflowExecutionContinuedAsNewEventAttributes(let attributes): attributes.newExecutionRunID
        case .workflowExecutionFailedEventAttributes(let attributes): attributes.newExecutionRunID
        case .workflowExecutionTimedOutEventAttributes(let attributes): attributes.newExecutionRunID
        case .workflowExecutionCompletedEventAttributes(let attributes): attributes.newExecutionRunID
        default: ""
        }
    }

    package var closeTime: EngineTime? { closeEvent.map { EngineTime($0.eventTime) } }
}

/// Who to tell when a child ends.
package struct ParentRun: Sendable, Equatable {
    package let namespace: String
    package let namespaceID: String
    package let execution: APIWorkflowExecution
    package let initiatedEventID: Int64
}
