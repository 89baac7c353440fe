import SwiftProtobuf
import TemporalAPI

/// Commands to other workflows.
extension CommandPass {
    mutating func signalExternal(
        _ attributes: APISignalExternalWorkflowExecutionCommandAttributes?,
        _ extras: EventExtras
    ) throws(CommandProblem) {
        let cause = APIWorkflowTaskFailedCause.badSignalWorkflowExecutionAttributes
        let words = "SignalExternalWorkflowExecutionCommand"
        guard let attributes else {
            throw CommandProblem(cause: cause, detail: "\(words)Attributes is not set on \(words).")
        }
        guard attributes.hasExecution else {
            throw CommandProblem(cause: cause, detail: "Execution is not set on \(words).")
        }
        try check(namespace: attributes.namespace, cause: cause)
        let (id, runID) = (attributes.execution.workflowID, attributes.execution.runID)
        let (namespace, signal) = (attributes.namespace, attributes.signalName)
        guard !id.isEmpty else {
            throw CommandProblem(
                cause: cause,
                detail: "WorkflowId is not set on \(words). Namespace=\(namespace) RunId=\(runID) SignalName=\(signal)"
            )
        }
        try check(length: id, cause: cause) { length, limit in
            "WorkflowId on \(words) exceeds length limit. WorkflowId=\(id) Length=\(length) Limit=\(limit) "
                + "Namespace=\(namespace) RunId=\(runID) SignalName=\(signal)"
        }
        try check(
            runID: runID,
            cause: cause,
            "Invalid RunId set on \(words). WorkflowId=\(id) Namespace=\(namespace) RunId=\(runID) SignalName=\(signal)"
        )
        guard !signal.isEmpty else {
            throw CommandProblem(
                cause: cause,
                detail: "SignalName is not set on \(words). WorkflowId=\(id) Namespace=\(namespace) RunId=\(runID)"
            )
        }
        try check(
            pending: state.externalSignals.count,
            limit: limits.pendingSignals,
            cause: .pendingSignalsLimitExceeded,
            "pending signals to external workflows"
        )
        try check(
            bytes: attributes.input.byteCount,
            cause: cause,
            "SignalExternalWorkflowExecutionCommandAttributes.Input exceeds size limit."
        )
        let eventID = add(
            .signalExternalWorkflowExecutionInitiatedEventAttributes(
                .with {
                    $0.workflowTaskCompletedEventID = completedEventID
                    $0.namespace = state.key.namespace
                    $0.namespaceID = state.key.namespaceID
                    $0.workflowExecution = attributes.execution
                    $0.signalName = signal
                    if attributes.hasInput { $0.input = attributes.input }
                    $0.control = attributes.control
                    $0.childWorkflowOnly = attributes.childWorkflowOnly
                    if attributes.hasHeader { $0.header = attributes.header }
                }
            ),
            extras
        )
        state.effects.append(.signalExternal(initiatedEventID: eventID))
    }

    mutating func requestCancelExternal(
        _ attributes: APIRequestCancelExternalWorkflowExecutionCommandAttributes?,
        _ extras: EventExtras
    ) throws(CommandProblem) {
        let cause = APIWorkflowTaskFailedCause.badRequestCancelExternalWorkflowExecutionAttributes
        let words = "RequestCancelExternalWorkflowExecutionCommand"
        guard let attributes else {
            throw CommandProblem(cause: cause, detail: "\(words)Attributes is not set on \(words).")
        }
        try check(namespace: attributes.namespace, cause: cause)
        let (id, runID, namespace) = (attributes.workflowID, attributes.runID, attributes.namespace)
        guard !id.isEmpty else {
            throw CommandProblem(
                cause: cause,
                detail: "WorkflowId is not set on \(words). Namespace=\(namespace) RunId=\(runID)"
            )
        }
        try check(length: id, cause: cause) { length, limit in
            "WorkflowId on \(words) exceeds length limit. WorkflowId=\(id) Length=\(length) Limit=\(limit) "
                + "RunId=\(runID) Namespace=\(namespace)"
        }
        let context = "WorkflowId=\(id) RunId=\(runID) Namespace=\(namespace)"
        try check(runID: runID, cause: cause, "Invalid RunId set on \(words). \(context)")
        if startedChildren.contains(id) {
            throw CommandProblem(
                cause: cause,
                detail: "Start and RequestCancel for child workflow is not allowed in same workflow task. \(context)"
            )
        }
        try check(
            pending: state.externalCancels.count,
            limit: limits.pendingCancels,
            cause: .pendingRequestCancelLimitExceeded,
            "pending requests to cancel external workflows"
        )
        let eventID = add(
            .requestCancelExternalWorkflowExecutionInitiatedEventAttributes(
                .with {
                    $0.workflowTaskCompletedEventID = completedEventID
                    $0.namespace = state.key.namespace
                    $0.namespaceID = state.key.namespaceID
                    $0.workflowExecution = .with {
                        $0.workflowID = id
                        $0.runID = runID
                    }
                    $0.control = attributes.control
                    $0.childWorkflowOnly = attributes.childWorkflowOnly
                    $0.reason = attributes.reason
                }
            ),
            extras
        )
        state.effects.append(.cancelExternal(initiatedEventID: eventID))
    }
}
