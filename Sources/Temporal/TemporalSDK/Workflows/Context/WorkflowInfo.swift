package import Foundation
package import TemporalAPI

/// What is known of a run since its start.
package struct WorkflowInfo: Sendable {
    package let namespace: String
    package let workflowID: String
    package let runID: String
    package let workflowType: String
    package let taskQueue: String
    /// From 1, of the workflow's own retries.
    package let attempt: Int
    package let startTime: Date
    /// For all runs together; nil for no limit.
    package let executionTimeout: Duration?
    package let runTimeout: Duration?
    package let taskTimeout: Duration?
    package let retryPolicy: RetryPolicy?
    package let cronSchedule: String?
    /// The first run of the chain of retries and continue-as-new.
    package let firstExecutionRunID: String
    /// The run before this one, if this one continues it.
    package let continuedRunID: String?
    package let parent: Execution?
    /// The workflow that has no parent and that all of these descend from; nil when the service does not tell.
    package let root: Execution?
    package let headers: [String: APIPayload]

    package struct Execution: Sendable, Hashable {
        package let namespace: String
        package let workflowID: String
        package let runID: String
    }

    init(_ machine: WorkflowMachine) {
        let started = machine.started
        namespace = machine.environment.namespace
        workflowID = machine.execution.workflowID
        runID = machine.execution.runID
        workflowType = machine.definition.name
        taskQueue = started.taskQueue.name.isEmpty ? machine.environment.taskQueue : started.taskQueue.name
        attempt = Int(max(1, started.attempt))
        startTime = Date(machine.startTime)
        executionTimeout = started.hasWorkflowExecutionTimeout ? Duration(started.workflowExecutionTimeout).limit : nil
        runTimeout = started.hasWorkflowRunTimeout ? Duration(started.workflowRunTimeout).limit : nil
        taskTimeout = started.hasWorkflowTaskTimeout ? Duration(started.workflowTaskTimeout).limit : nil
        retryPolicy = started.hasRetryPolicy ? RetryPolicy(started.retryPolicy) : nil
        cronSchedule = started.cronSchedule.nonEmpty
        firstExecutionRunID = started.firstExecutionRunID
        continuedRunID = started.continuedExecutionRunID.nonEmpty
        parent =
            started.hasParentWorkflowExecution
            ? Execution(namespace: started.parentWorkflowNamespace, started.parentWorkflowExecution) : nil
        root =
            started.hasRootWorkflowExecution
            ? Execution(namespace: machine.environment.namespace, started.rootWorkflowExecution) : nil
        headers = started.header.fields
    }
}

extension WorkflowInfo.Execution {
    init(namespace: String, _ execution: APIWorkflowExecution) {
        self.init(namespace: namespace, workflowID: execution.workflowID, runID: execution.runID)
    }
}

extension Duration {
    /// Itself, and nil for zero, which stands for no limit on the wire.
    fileprivate var limit: Duration? { self == .zero ? nil : self }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
