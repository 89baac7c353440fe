import SwiftProtobuf
import TemporalAPI

extension CommandPass {
    mutating func continueAsNew(
        _ attributes: APIContinueAsNewWorkflowExecutionCommandAttributes?,
        _ extras: EventExtras,
        ids: inout some IDSource
    ) throws(CommandProblem) {
        try checkNothingUnseen()
        let cause = APIWorkflowTaskFailedCause.badContinueAsNewAttributes
        let name = "ContinueAsNewWorkflowExecutionCommandAttributes"
        guard let attributes else {
            throw CommandProblem(
                cause: cause,
                detail: "\(name) is not set on ContinueAsNewWorkflowExecutionCommand."
            )
        }
        let command = try normalised(attributes, cause)
        try check(bytes: command.input.byteCount, cause: cause, "\(name). Input exceeds size limit.")
        try check(
            bytes: command.memo.byteCount,
            limit: limits.memoBytes,
            cause: cause,
            "\(name). Memo exceeds size limit."
        )
        try check(size: command.searchAttributes.indexedFields, cause: cause)
        let next = state.continuedStart(command, runID: ids.next(), now: now)
        state.close(
            .workflowExecutionContinuedAsNewEventAttributes(
                continued(command, newRunID: next.key.runID)
            ),
            now: now,
            next: next,
            extras: extras
        )
    }

    /// The command with what it leaves out taken from this run.
    private func normalised(
        _ attributes: APIContinueAsNewWorkflowExecutionCommandAttributes,
        _ cause: APIWorkflowTaskFailedCause
    ) throws(CommandProblem) -> APIContinueAsNewWorkflowExecutionCommandAttributes {
        var command = attributes
        let words = "ContinueAsNewWorkflowExecutionCommand"
        if attributes.workflowType.name.isEmpty { command.workflowType = state.start.workflowType }
        let type = command.workflowType.name
        try check(length: type, cause: cause) { length, limit in
            "WorkflowType on \(words) exceeds length limit. WorkflowType=\(type) Length=\(length) Limit=\(limit)"
        }
        let queue = attributes.taskQueue.name.isEmpty ? state.start.taskQueue.name : attributes.taskQueue.name
        command.taskQueue = .normal(queue)
        try check(length: queue, cause: cause) { length, limit in
            "error validating \(words) TaskQueue: taskQueue length exceeds limit. Length=\(length) Limit=\(limit)"
        }
        let context = "WorkflowType=\(type) TaskQueue=\(queue)"
        let run = try capped(attributes.workflowRunTimeout, cause: cause) {
            "Invalid WorkflowRunTimeout on \(words): \($0). \(context)"
        }
        let task = try capped(attributes.workflowTaskTimeout, cause: cause) {
            "Invalid WorkflowTaskTimeout on \(words): \($0). \(context)"
        }
        if attributes.hasBackoffStartInterval {
            command.backoffStartInterval = try capped(attributes.backoffStartInterval, cause: cause) {
                "Invalid BackoffStartInterval on \(words): \($0). \(context)"
            }
        }
        let timeouts = limits.timeouts(
            execution: Duration(state.start.workflowExecutionTimeout),
            run: Duration(run) > .zero ? Duration(run) : Duration(state.start.workflowRunTimeout),
            task: Duration(task) > .zero ? Duration(task) : state.defaultWorkflowTaskTimeout
        )
        command.workflowRunTimeout = timeouts.run.protobuf
        command.workflowTaskTimeout = timeouts.task.protobuf
        if attributes.hasRetryPolicy {
            command.retryPolicy = try validated(attributes.retryPolicy, cause: cause) {
                "invalid WorkflowRetryPolicy on \(words): \($0). \(context)"
            }
        }
        guard attributes.cronSchedule.isEmpty else {
            throw CommandProblem(cause: cause, detail: "CronSchedule is not supported. \(context)")
        }
        try check(searchAttributes: attributes.searchAttributes) {
            "invalid SearchAttributes on \(words): \($0). \(context)"
        }
        return command
    }

    private func continued(
        _ command: APIContinueAsNewWorkflowExecutionCommandAttributes,
        newRunID: String
    ) -> APIWorkflowExecutionContinuedAsNewEventAttributes {
        .with {
            $0.newExecutionRunID = newRunID
            $0.workflowType = command.workflowType
            $0.taskQueue = command.taskQueue
            if command.hasInput { $0.input = command.input }
            $0.workflowRunTimeout = command.workflowRunTimeout
            $0.workflowTaskTimeout = command.workflowTaskTimeout
            $0.workflowTaskCompletedEventID = completedEventID
            if command.hasBackoffStartInterval { $0.backoffStartInterval = command.backoffStartInterval }
            $0.initiator = command.initiator
            if command.hasFailure { $0.failure = command.failure }
            if command.hasLastCompletionResult { $0.lastCompletionResult = command.lastCompletionResult }
            if command.hasHeader { $0.header = command.header }
            let fields = command.memo.fields.withoutNothings
            if !fields.isEmpty { $0.memo = .with { $0.fields = fields } }
            let indexed = command.searchAttributes.indexedFields.withoutNothings
            if !indexed.isEmpty { $0.searchAttributes = .with { $0.indexedFields = indexed } }
        }
    }
}
