import SwiftProtobuf
import TemporalAPI

/// Commands that end the run. Each is refused while events wait that the worker has not seen.
extension CommandPass {
    mutating func completeWorkflow(
        _ attributes: APICompleteWorkflowExecutionCommandAttributes?,
        _ extras: EventExtras
    ) throws(CommandProblem) {
        try checkNothingUnseen()
        guard let attributes else {
            throw CommandProblem(
                cause: .badCompleteWorkflowExecutionAttributes,
                detail: "CompleteWorkflowExecutionCommandAttributes is not set on CompleteWorkflowExecutionCommand."
            )
        }
        // The cause is not the command's own: so the service has it.
        try check(
            bytes: attributes.result.byteCount,
            cause: .badScheduleActivityAttributes,
            "CompleteWorkflowExecutionCommandAttributes.Result exceeds size limit."
        )
        state.close(
            .workflowExecutionCompletedEventAttributes(
                .with {
                    if attributes.hasResult { $0.result = attributes.result }
                    $0.workflowTaskCompletedEventID = completedEventID
                }
            ),
            now: now,
            extras: extras
        )
    }

    mutating func failWorkflow(
        _ attributes: APIFailWorkflowExecutionCommandAttributes?,
        _ extras: EventExtras,
        ids: inout some IDSource
    ) throws(CommandProblem) {
        try checkNothingUnseen()
        let cause = APIWorkflowTaskFailedCause.badFailWorkflowExecutionAttributes
        guard let attributes else {
            throw CommandProblem(
                cause: cause,
                detail: "FailWorkflowExecutionCommandAttributes is not set on FailWorkflowExecutionCommand."
            )
        }
        guard attributes.hasFailure else {
            throw CommandProblem(cause: cause, detail: "Failure is not set on FailWorkflowExecutionCommand.")
        }
        let failure = attributes.failure
        try check(
            bytes: failure.byteCount,
            cause: cause,
            "FailWorkflowExecutionCommandAttributes.Failure exceeds size limit."
        )
        var retry: RunStart?
        let retryState: APIRetryState
        switch state.workflowRetry(after: failure, now: now) {
        case .stop(let reason):
            retryState = reason
        case .retry(let backoff):
            retryState = .inProgress
            retry = state.retryStart(
                runID: ids.next(),
                failure: failure,
                backoff: backoff,
                lastResult: nil,
                now: now
            )
        }
        state.close(
            .workflowExecutionFailedEventAttributes(
                .with {
                    $0.failure = failure
                    $0.retryState = retryState
                    $0.workflowTaskCompletedEventID = completedEventID
                    $0.newExecutionRunID = retry?.key.runID ?? ""
                }
            ),
            now: now,
            next: retry,
            extras: extras
        )
    }

    mutating func cancelWorkflow(
        _ attributes: APICancelWorkflowExecutionCommandAttributes?,
        _ extras: EventExtras
    ) throws(CommandProblem) {
        try checkNothingUnseen()
        guard let attributes else {
            throw CommandProblem(
                cause: .badCancelWorkflowExecutionAttributes,
                detail: "CancelWorkflowExecutionCommandAttributes is not set on CancelWorkflowExecutionCommand."
            )
        }
        try check(
            bytes: attributes.details.byteCount,
            cause: .badCancelWorkflowExecutionAttributes,
            "CancelWorkflowExecutionCommandAttributes.Details exceeds size limit."
        )
        state.close(
            .workflowExecutionCanceledEventAttributes(
                .with {
                    $0.workflowTaskCompletedEventID = completedEventID
                    if attributes.hasDetails { $0.details = attributes.details }
                }
            ),
            now: now,
            extras: extras
        )
    }

    func checkNothingUnseen() throws(CommandProblem) {
        if hasUnseenEvents { throw CommandProblem(cause: .unhandledCommand) }
    }
}
