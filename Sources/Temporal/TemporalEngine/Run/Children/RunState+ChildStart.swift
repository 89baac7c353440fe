import SwiftProtobuf
package import TemporalAPI

extension RunState {
    /// A child that was asked for has started. The same news again changes nothing.
    ///
    /// - Parameters:
    ///   - initiatedEventID: the event that asked.
    ///   - runID: the child's first run.
    ///   - now: the time.
    /// - Throws: `RunRefusal` when nothing waits for the news.
    package mutating func childStarted(
        initiatedEventID: Int64,
        runID: String,
        now: EngineTime
    ) throws(RunRefusal) {
        guard isRunning else { throw .workflowCompleted }
        guard let child = children[initiatedEventID] else { throw .childNotFound }
        if let started = child.started {
            guard started.runID == runID else { throw .childNotFound }
            return
        }
        addChildStarted(child, runID: runID, now: now)
        scheduleWorkflowTask(now: now)
        settle(now: now)
    }

    mutating func addChildStarted(_ child: PendingChild, runID: String, now: EngineTime) {
        let asked = child.attributes
        add(
            .childWorkflowExecutionStartedEventAttributes(
                .with {
                    $0.namespace = asked.namespace
                    $0.namespaceID = asked.namespaceID
                    $0.initiatedEventID = child.initiatedEventID
                    $0.workflowExecution = .with {
                        $0.workflowID = asked.workflowID
                        $0.runID = runID
                    }
                    $0.workflowType = asked.workflowType
                    if asked.hasHeader { $0.header = asked.header }
                }
            ),
            at: now
        )
    }

    /// A child that was asked for could not be started.
    ///
    /// - Parameters:
    ///   - initiatedEventID: the event that asked.
    ///   - cause: why.
    ///   - now: the time.
    /// - Throws: `RunRefusal` when nothing waits for the news.
    package mutating func childStartFailed(
        initiatedEventID: Int64,
        cause: APIStartChildWorkflowExecutionFailedCause,
        now: EngineTime
    ) throws(RunRefusal) {
        guard isRunning else { throw .workflowCompleted }
        guard let child = children[initiatedEventID], child.started == nil else { throw .childNotFound }
        let asked = child.attributes
        add(
            .startChildWorkflowExecutionFailedEventAttributes(
                .with {
                    $0.namespace = asked.namespace
                    $0.namespaceID = asked.namespaceID
                    $0.workflowID = asked.workflowID
                    $0.workflowType = asked.workflowType
                    $0.cause = cause
                    $0.control = asked.control
                    $0.initiatedEventID = initiatedEventID
                }
            ),
            at: now
        )
        scheduleWorkflowTask(now: now)
        settle(now: now)
    }
}
