import TemporalAPI

extension TemporalClient {
    /// Workflows that a query finds, the latest first.
    ///
    /// - Parameters:
    ///   - query: In the service's list filter language; empty for all.
    ///   - pageSize: How many are read at once.
    /// - Returns: The workflows. What was just started may not be among them yet.
    package func listWorkflows(
        query: String = "",
        pageSize: Int = 100
    ) -> PagedSequence<WorkflowExecutionSummary> {
        PagedSequence { token in
            var request = APIListWorkflowExecutionsRequest()
            request.namespace = configuration.namespace
            request.query = query
            request.pageSize = Int32(clamping: pageSize)
            request.nextPageToken = token
            let answer = try await call("ListWorkflowExecutions") { [request] in
                try await $0.listWorkflowExecutions(request, $1)
            }
            let decoded = try await converter.decode(answer)
            let elements = decoded.executions.map { WorkflowExecutionSummary($0, converter: converter) }
            return (elements, answer.nextPageToken)
        }
    }

    /// How many workflows a query finds.
    ///
    /// - Parameter query: In the service's list filter language; empty for all.
    /// - Returns: The number; with GROUP BY also that of each group.
    /// - Throws: `ServiceError` when the query is none.
    package func countWorkflows(query: String = "") async throws -> WorkflowExecutionCount {
        var request = APICountWorkflowExecutionsRequest()
        request.namespace = configuration.namespace
        request.query = query
        let answer = try await call("CountWorkflowExecutions") { [request] in
            try await $0.countWorkflowExecutions(request, $1)
        }
        return WorkflowExecutionCount(answer)
    }
}
