package import Foundation
package import TemporalAPI

/// One page of a list that the service holds.
package struct ServicePage<Element: Sendable>: Sendable {
    package let elements: [Element]
    /// Where the next page starts; nil on the last one.
    package let next: Data?
}

extension TemporalClient {
    /// One page of the workflows that a query finds, the latest first.
    ///
    /// - Parameters:
    ///   - query: In the service's list filter language; empty for all.
    ///   - token: `next` of the page before; nil for the first one.
    ///   - size: The most that one page has.
    /// - Returns: The page.
    /// - Throws: `ServiceError` when the query or the token is none.
    package func workflowsPage(
        query: String,
        after token: Data?,
        size: Int
    ) async throws -> ServicePage<WorkflowExecutionSummary> {
        var request = APIListWorkflowExecutionsRequest()
        request.namespace = configuration.namespace
        request.query = query
        request.pageSize = Int32(clamping: size)
        request.nextPageToken = token ?? Data()
        let answer = try await call("ListWorkflowExecutions") { [request] in
            try await $0.listWorkflowExecutions(request, $1)
        }
        return ServicePage(
            elements: answer.executions.map { WorkflowExecutionSummary($0, converter: converter) },
            next: answer.nextPageToken.isEmpty ? nil : answer.nextPageToken
        )
    }
}

extension UntypedWorkflowHandle {
    /// One page of the run's history as it is now.
    ///
    /// - Parameters:
    ///   - token: `next` of the page before; nil for the first one.
    ///   - size: The most that one page has.
    ///   - decoding: Whether the codec is undone in payloads; they stay as the service has them if not.
    /// - Returns: The page.
    /// - Throws: `WorkflowNotFoundError`; `CodecError` for a payload whose key is not known.
    package func historyPage(
        after token: Data?,
        size: Int,
        decoding: Bool
    ) async throws -> ServicePage<APIHistoryEvent> {
        var request = APIGetWorkflowExecutionHistoryRequest()
        request.namespace = client.configuration.namespace
        request.execution = execution
        request.maximumPageSize = Int32(clamping: size)
        request.nextPageToken = token ?? Data()
        let answer = try await call("GetWorkflowExecutionHistory") { [request] in
            try await $0.getWorkflowExecutionHistory(request, $1)
        }
        let read = decoding ? try await client.converter.decode(answer) : answer
        return ServicePage(
            elements: read.history.events,
            next: answer.nextPageToken.isEmpty ? nil : answer.nextPageToken
        )
    }
}
