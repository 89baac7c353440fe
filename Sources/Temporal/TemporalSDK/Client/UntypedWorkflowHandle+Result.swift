import Foundation
import GRPCCore
import TemporalAPI

extension UntypedWorkflowHandle {
    /// Waits for the workflow to close, however long that takes and however often the service goes away meanwhile.
    /// Cancel the task to stop waiting.
    ///
    /// - Parameters:
    ///   - followRuns: Whether the runs that follow this one (continue-as-new, retries) count as the same workflow.
    ///   - resultType: The type of the result.
    /// - Returns: The workflow's result.
    /// - Throws: `WorkflowFailedError` when it did not complete; `WorkflowContinuedAsNewError` when runs are not
    ///   followed; `WorkflowNotFoundError`.
    package func result<Result: Sendable>(
        followRuns: Bool = true,
        as resultType: Result.Type = Result.self
    ) async throws -> Result {
        var run = resultRunID
        while true {
            let event = try await client.converter.decode(closeEvent(ofRun: run))
            switch WorkflowClosing(of: event, converter: client.converter) {
            case .completed(let payloads, let next):
                guard followRuns, let next else {
                    return try client.converter.convertSinglePayload(payloads, as: resultType)
                }
                run = next
            case .failed(let cause, let next):
                guard followRuns, let next else { throw WorkflowFailedError(workflowID: id, cause: cause) }
                run = next
            case .continuedAsNew(let next):
                guard followRuns else { throw WorkflowContinuedAsNewError(newRunID: next) }
                run = next
            case nil:
                throw ServiceError(.internalError, "the last event does not close the workflow")
            }
        }
    }

    /// Waits for the event that closes a run.
    private func closeEvent(ofRun run: String?) async throws -> APIHistoryEvent {
        var request = APIGetWorkflowExecutionHistoryRequest()
        request.namespace = client.configuration.namespace
        request.execution.workflowID = id
        request.execution.runID = run ?? ""
        request.waitNewEvent = true
        request.historyEventFilterType = .closeEvent
        request.skipArchival = true
        while true {
            let start = ContinuousClock.now
            let answer = try await longPoll(request)
            if let event = answer.history.events.last { return event }
            // No event and no token: the poll is over without news, so it begins anew.
            request.nextPageToken = answer.nextPageToken
            if .now - start < .milliseconds(50) { try await Task.sleep(for: .milliseconds(50)) }
        }
    }

    private func longPoll(
        _ request: APIGetWorkflowExecutionHistoryRequest
    ) async throws -> APIGetWorkflowExecutionHistoryResponse {
        do {
            return try await client.caller.call("GetWorkflowExecutionHistory", .longPoll, retry: .poll) {
                try await $0.getWorkflowExecutionHistory(request, $1)
            }
        } catch let error as ServiceError where error.code == .notFound {
            throw WorkflowNotFoundError(workflowID: id, runID: resultRunID, message: error.message)
        }
    }
}

/// How a run was closed, and by which run it was followed.
enum WorkflowClosing {
    case completed([APIPayload], nextRun: String?)
    case failed(any Error, nextRun: String?)
    case continuedAsNew(nextRun: String)

    /// nil when the event closes nothing.
    init?(of event: APIHistoryEvent, converter: DataConverter) {
        switch event.attributes {
        case .workflowExecutionCompletedEventAttributes(let attributes):
            self = .completed(attributes.result.payloads, nextRun: Self.run(attributes.newExecutionRunID))
        case .workflowExecutionFailedEventAttributes(let attributes):
            let error = converter.convertFailure(attributes.failure)
            self = .failed(error, nextRun: Self.run(attributes.newExecutionRunID))
        case .workflowExecutionTimedOutEventAttributes(let attributes):
            let error = TimeoutError("Workflow timed out", type: .startToClose)
            self = .failed(error, nextRun: Self.run(attributes.newExecutionRunID))
        case .workflowExecutionCanceledEventAttributes(let attributes):
            let details = FailureDetails(
                payloads: attributes.details.payloads,
                converter: converter.payloadConverter
            )
            self = .failed(CanceledError("Workflow cancelled", details: details), nextRun: nil)
        case .workflowExecutionTerminatedEventAttributes(let attributes):
            let details = FailureDetails(
                payloads: attributes.details.payloads,
                converter: converter.payloadConverter
            )
            let reason = attributes.reason.isEmpty ? "Workflow terminated" : attributes.reason
            let error = TerminatedError(reason, identity: attributes.identity, details: details)
            self = .failed(error, nextRun: nil)
        case .workflowExecutionContinuedAsNewEventAttributes(let attributes):
            self = .continuedAsNew(nextRun: attributes.newExecutionRunID)
        default: return nil
        }
    }

    private static func run(_ id: String) -> String? { id.isEmpty ? nil : id }
}
