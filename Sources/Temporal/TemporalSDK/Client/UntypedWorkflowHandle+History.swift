import Foundation
import GRPCCore
package import TemporalAPI

extension UntypedWorkflowHandle {
    /// The events of the run's history, read page by page, payloads decoded.
    ///
    /// - Parameters:
    ///   - waitNewEvent: Whether the sequence goes on with new events until the run is closed.
    ///   - filter: All events, or the closing one only.
    /// - Returns: The events in order.
    package func fetchHistoryEvents(
        waitNewEvent: Bool = false,
        filter: APIHistoryEventFilterType = .allEvent
    ) -> PagedSequence<APIHistoryEvent> {
        PagedSequence { token in
            var request = APIGetWorkflowExecutionHistoryRequest()
            request.namespace = client.configuration.namespace
            request.execution = execution
            request.nextPageToken = token
            request.waitNewEvent = waitNewEvent
            request.historyEventFilterType = filter
            let answer = try await page(request)
            let decoded = try await client.converter.decode(answer)
            return (decoded.history.events, answer.nextPageToken)
        }
    }

    /// The whole history of the run as it is now.
    package func fetchHistory() async throws -> APIHistory {
        var history = APIHistory()
        for try await event in fetchHistoryEvents() { history.events.append(event) }
        return history
    }

    private func page(
        _ request: APIGetWorkflowExecutionHistoryRequest
    ) async throws -> APIGetWorkflowExecutionHistoryResponse {
        guard request.waitNewEvent else {
            return try await call("GetWorkflowExecutionHistory") {
                try await $0.getWorkflowExecutionHistory(request, $1)
            }
        }
        do {
            return try await client.caller.call("GetWorkflowExecutionHistory", .longPoll, retry: .poll) {
                try await $0.getWorkflowExecutionHistory(request, $1)
            }
        } catch let error as ServiceError where error.code == .notFound {
            throw WorkflowNotFoundError(workflowID: id, runID: runID, message: error.message)
        }
    }
}
