import SwiftProtobuf
package import TemporalAPI

/// What became of requests to other workflows. The same news a second time is refused: nothing waits for it any more.
extension RunState {
    /// The signal was taken by the other workflow.
    ///
    /// - Parameters:
    ///   - initiatedEventID: the event that asked.
    ///   - now: the time.
    /// - Throws: `RunRefusal` when nothing waits for the news.
    package mutating func externalSignalDelivered(
        initiatedEventID: Int64,
        now: EngineTime
    ) throws(RunRefusal) {
        let asked = try pending(externalSignals, initiatedEventID)
        add(
            .externalWorkflowExecutionSignaledEventAttributes(
                .with {
                    $0.initiatedEventID = initiatedEventID
                    $0.namespace = asked.namespace
                    $0.namespaceID = asked.namespaceID
                    $0.workflowExecution = asked.workflowExecution
                    $0.control = asked.control
                }
            ),
            at: now
        )
        scheduleWorkflowTask(now: now)
        settle(now: now)
    }

    /// The signal could not be delivered.
    ///
    /// - Parameters:
    ///   - initiatedEventID: the event that asked.
    ///   - cause: why.
    ///   - now: the time.
    /// - Throws: `RunRefusal` when nothing waits for the news.
    package mutating func externalSignalFailed(
        initiatedEventID: Int64,
        cause: APISignalExternalWorkflowExecutionFailedCause,
        now: EngineTime
    ) throws(RunRefusal) {
        let asked = try pending(externalSignals, initiatedEventID)
        add(
            .signalExternalWorkflowExecutionFailedEventAttributes(
                .with {
                    $0.cause = cause
                    $0.namespace = asked.namespace
                    $0.namespaceID = asked.namespaceID
                    $0.workflowExecution = asked.workflowExecution
                    $0.initiatedEventID = initiatedEventID
                    $0.control = asked.control
                }
            ),
            at: now
        )
        scheduleWorkflowTask(now: now)
        settle(now: now)
    }

    /// The request to cancel was taken by the other workflow.
    ///
    /// - Parameters:
    ///   - initiatedEventID: the event that asked.
    ///   - now: the time.
    /// - Throws: `RunRefusal` when nothing waits for the news.
    package mutating func externalCancelDelivered(
        initiatedEventID: Int64,
        now: EngineTime
    ) throws(RunRefusal) {
        let asked = try pending(externalCancels, initiatedEventID)
        add(
            .externalWorkflowExecutionCancelRequestedEventAttributes(
                .with {
                    $0.initiatedEventID = initiatedEventID
                    $0.namespace = asked.namespace
                    $0.namespaceID = asked.namespaceID
                    $0.workflowExecution = asked.workflowExecution
                }
            ),
            at: now
        )
        scheduleWorkflowTask(now: now)
        settle(now: now)
    }

    /// The request to cancel could not be delivered.
    ///
    /// - Parameters:
    ///   - initiatedEventID: the event that asked.
    ///   - cause: why.
    ///   - now: the time.
    /// - Throws: `RunRefusal` when nothing waits for the news.
    package mutating func externalCancelFailed(
        initiatedEventID: Int64,
        cause: APICancelExternalWorkflowExecutionFailedCause,
        now: EngineTime
    ) throws(RunRefusal) {
        let asked = try pending(externalCancels, initiatedEventID)
        add(
            .requestCancelExternalWorkflowExecutionFailedEventAttributes(
                .with {
                    $0.cause = cause
                    $0.namespace = asked.namespace
                    $0.namespaceID = asked.namespaceID
                    $0.workflowExecution = asked.workflowExecution
                    $0.initiatedEventID = initiatedEventID
                }
            ),
            at: now
        )
        scheduleWorkflowTask(now: now)
        settle(now: now)
    }

    private func pending<Asked>(
        _ requests: [Int64: Asked],
        _ initiatedEventID: Int64
    ) throws(RunRefusal) -> Asked {
        guard isRunning else { throw .workflowCompleted }
        guard let asked = requests[initiatedEventID] else { throw .externalRequestNotFound }
        return asked
    }
}
