import Foundation
import TemporalAPI

/// Reads histories for replays, codec undone.
struct HistoryFetcher: HistoryPages {
    let configuration: TemporalWorker.Configuration
    let caller: ServiceCaller

    func page(of execution: APIWorkflowExecution, token: Data) async throws -> HistoryPage {
        var request = APIGetWorkflowExecutionHistoryRequest()
        request.namespace = configuration.namespace
        request.execution = execution
        request.nextPageToken = token
        let answer = try await caller.call("GetWorkflowExecutionHistory") { [request] in
            try await $0.getWorkflowExecutionHistory(request, $1)
        }
        let decoded = try await configuration.dataConverter.decode(answer)
        return HistoryPage(events: decoded.history.events, nextPageToken: answer.nextPageToken)
    }
}
