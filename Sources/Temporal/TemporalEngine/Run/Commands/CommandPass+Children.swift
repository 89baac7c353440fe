import SwiftProtobuf
import TemporalAPI

extension CommandPass {
    mutating func startChild(
        _ attributes: APIStartChildWorkflowExecutionCommandAttributes?,
        _ extras: EventExtras
    ) throws(CommandProblem) {
        let cause = APIWorkflowTaskFailedCause.badStartChildExecutionAttributes
        let name = "StartChildWorkflowExecutionCommandAttributes"
        guard let attributes else {
            throw CommandProblem(cause: cause, detail: "\(name) is not set on StartChildWorkflowExecutionCommand.")
        }
        let command = try normalised(attributes, cause)
        try check(bytes: command.input.byteCount, cause: cause, "\(name). Input exceeds size limit.")
        try check(
            bytes: command.memo.byteCount,
            limit: limits.memoBytes,
            cause: cause,
            "\(name).Memo exceeds size limit."
        )
        try check(size: command.searchAttributes.indexedFields, cause: cause)
        try check(
            pending: state.children.count,
            limit: limits.pendingChildren,
            cause: .pendingChildWorkflowsLimitExceeded,
            "pending child workflow executions"
        )
        let eventID = add(
            .startChildWorkflowExecutionInitiatedEventAttributes(initiated(command)),
            extras
        )
        startedChildren.insert(command.workflowID)
        state.effects.append(.startChild(initiatedEventID: eventID))
    }

    /// The command with its defaults, checked.
    private func normalised(
        _ attributes: APIStartChildWorkflowExecutionCommandAttributes,
        _ cause: APIWorkflowTaskFailedCause
    ) throws(CommandProblem) -> APIStartChildWorkflowExecutionCommandAttributes {
        var command = attributes
        try check(namespace: attributes.namespace, cause: cause)
        command.namespace = state.key.namespace
        try checkNames(command, cause)
        let words = "StartChildWorkflowExecutionCommand"
        let context =
            "WorkflowId=\(command.workflowID) WorkflowType=\(command.workflowType.name) Namespace=\(command.namespace)"
        let execution = try capped(attributes.workflowExecutionTimeout, cause: cause) {
            "Invalid WorkflowExecutionTimeout on \(words): \($0). \(context)"
        }
        let run = try capped(attributes.workflowRunTimeout, cause: cause) {
            "Invalid WorkflowRunTimeout on \(words): \($0). \(context)"
        }
        let task = try capped(attributes.workflowTaskTimeout, cause: cause) {
            "Invalid WorkflowTaskTimeout on \(words): \($0). \(context)"
        }
        let timeouts = limits.timeouts(execution: Duration(execution), run: Duration(run), task: Duration(task))
        if attributes.hasWorkflowExecutionTimeout { command.workflowExecutionTimeout = execution }
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
            "invalid SearchAttributes on StartChildWorkflowCommand: \($0). \(context)"
        }
        let queue = attributes.taskQueue.name.isEmpty ? state.start.taskQueue.name : attributes.taskQueue.name
        command.taskQueue = .normal(queue)
        try check(length: queue, cause: cause) { length, limit in
            "invalid TaskQueue on \(words): taskQueue length exceeds limit. Length=\(length) Limit=\(limit). \(context)"
        }
        if attributes.parentClosePolicy == .unspecified { command.parentClosePolicy = .terminate }
        if attributes.workflowIDReusePolicy == .unspecified { command.workflowIDReusePolicy = .allowDuplicate }
        return command
    }

    private func checkNames(
        _ command: APIStartChildWorkflowExecutionCommandAttributes,
        _ cause: APIWorkflowTaskFailedCause
    ) throws(CommandProblem) {
        let (id, type) = (command.workflowID, command.workflowType.name)
        let words = "StartChildWorkflowExecutionCommand"
        guard !id.isEmpty else {
            throw CommandProblem(
                cause: cause,
                detail: "Required field WorkflowId is not set on \(words). WorkflowType=\(type) "
                    + "Namespace=\(command.namespace)"
            )
        }
        guard !type.isEmpty else {
            throw CommandProblem(
                cause: cause,
                detail: "Required field WorkflowType is not set on \(words). WorkflowId=\(id) "
                    + "Namespace=\(command.namespace)"
            )
        }
        try check(length: id, cause: cause) { length, limit in
            "WorkflowId on \(words) exceeds length limit. WorkflowId=\(id) Length=\(length) Limit=\(limit) "
                + "WorkflowType=\(type) Namespace=\(command.namespace)"
        }
        try check(length: type, cause: cause) { length, limit in
            "WorkflowType on \(words) exceeds length limit. WorkflowId=\(id) WorkflowType=\(type) Length=\(length) "
                + "Limit=\(limit) Namespace=\(command.namespace)"
        }
    }

    private func initiated(
        _ command: APIStartChildWorkflowExecutionCommandAttributes
    ) -> APIStartChildWorkflowExecutionInitiatedEventAttributes {
        .with {
            $0.namespace = command.namespace
            $0.namespaceID = state.key.namespaceID
            $0.workflowID = command.workflowID
            $0.workflowType = command.workflowType
            $0.taskQueue = command.taskQueue
            if command.hasInput { $0.input = command.input }
            if command.hasWorkflowExecutionTimeout { $0.workflowExecutionTimeout = command.workflowExecutionTimeout }
            $0.workflowRunTimeout = command.workflowRunTimeout
            $0.workflowTaskTimeout = command.workflowTaskTimeout
            $0.parentClosePolicy = command.parentClosePolicy
            $0.control = command.control
            $0.workflowTaskCompletedEventID = completedEventID
            $0.workflowIDReusePolicy = command.workflowIDReusePolicy
            if command.hasRetryPolicy { $0.retryPolicy = command.retryPolicy }
            if command.hasHeader { $0.header = command.header }
            let fields = command.memo.fields.withoutNothings
            if !fields.isEmpty { $0.memo = .with { $0.fields = fields } }
            let indexed = command.searchAttributes.indexedFields.withoutNothings
            if !indexed.isEmpty { $0.searchAttributes = .with { $0.indexedFields = indexed } }
            $0.inheritBuildID = command.inheritBuildID
            if command.hasPriority { $0.priority = command.priority }
        }
    }
}
