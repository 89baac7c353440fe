import SwiftProtobuf
import TemporalAPI

/// The checks and defaults of a start.
struct StartChecks {
    let limits: RunLimits

    /// The request with timeouts, policy and queue as the run will have them.
    func checked(_ request: APIStartWorkflowExecutionRequest) throws(RunRefusal) -> APIStartWorkflowExecutionRequest {
        var checked = request
        guard !request.requestID.isEmpty else { throw .invalidArgument("Missing request ID.") }
        try checkNames(request)
        guard request.cronSchedule.isEmpty else { throw .invalidArgument("CronSchedule is not supported.") }
        try checkTimeouts(&checked)
        checked.workflowStartDelay = try capped(request.workflowStartDelay, "WorkflowStartDelay")
        if request.hasRetryPolicy { checked.retryPolicy = try request.retryPolicy.withDefaults().validated() }
        guard request.input.byteCount <= limits.blobBytes else { throw .blobTooLarge }
        guard request.memo.byteCount <= limits.memoBytes else { throw .memoTooLarge }
        return checked
    }

    private func checkNames(_ request: APIStartWorkflowExecutionRequest) throws(RunRefusal) {
        guard !request.workflowID.isEmpty else { throw .invalidArgument("WorkflowId is not set on request.") }
        guard !request.taskQueue.name.isEmpty else { throw .invalidArgument("Missing Taskqueue.") }
        guard !request.workflowType.name.isEmpty else { throw .invalidArgument("Missing WorkflowType.") }
        try checkLength(request.namespace, "Namespace")
        try checkLength(request.workflowID, "WorkflowId")
        try checkLength(request.taskQueue.name, "TaskQueue")
        try checkLength(request.workflowType.name, "WorkflowType")
        try checkLength(request.requestID, "RequestId")
    }

    private func checkLength(_ text: String, _ name: String) throws(RunRefusal) {
        guard text.utf8.count <= limits.idBytes else { throw .invalidArgument("\(name) exceeds length limit.") }
    }

    private func checkTimeouts(_ request: inout APIStartWorkflowExecutionRequest) throws(RunRefusal) {
        let execution = try capped(request.workflowExecutionTimeout, "WorkflowExecutionTimeoutSeconds")
        let run = try capped(request.workflowRunTimeout, "WorkflowRunTimeoutSeconds")
        let task = try capped(request.workflowTaskTimeout, "WorkflowTaskTimeoutSeconds")
        if request.hasWorkflowExecutionTimeout { request.workflowExecutionTimeout = execution }
        let timeouts = limits.timeouts(execution: Duration(execution), run: Duration(run), task: Duration(task))
        if timeouts.run != Duration(request.workflowRunTimeout) {
            request.workflowRunTimeout = timeouts.run.protobuf
        }
        request.workflowTaskTimeout = timeouts.task.protobuf
    }

    private func capped(
        _ duration: Google_Protobuf_Duration,
        _ name: String
    ) throws(RunRefusal) -> Google_Protobuf_Duration {
        do {
            return try duration.capped()
        } catch {
            throw .invalidArgument("invalid \(name): \(error.rawValue)")
        }
    }
}

extension RunLimits {
    /// The timeouts a run gets: none outlasts what holds it, and a workflow task always has one.
    func timeouts(execution: Duration, run: Duration, task: Duration) -> (run: Duration, task: Duration) {
        var effectiveRun = run
        if execution > .zero { effectiveRun = run > .zero ? min(run, execution) : execution }
        var effectiveTask = task > .zero ? task : defaultWorkflowTaskTimeout
        effectiveTask = min(effectiveTask, longestWorkflowTaskTimeout)
        if effectiveRun > .zero { effectiveTask = min(effectiveTask, effectiveRun) }
        return (effectiveRun, effectiveTask)
    }
}
