package import TemporalAPI

// What clients call.
extension TemporalConnection: WorkflowServiceCalls {
    package func registerNamespace(
        _ request: APIRegisterNamespaceRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRegisterNamespaceResponse {
        try await workflowService("RegisterNamespace", request, options)
    }

    package func describeNamespace(
        _ request: APIDescribeNamespaceRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIDescribeNamespaceResponse {
        try await workflowService("DescribeNamespace", request, options)
    }

    package func listNamespaces(
        _ request: APIListNamespacesRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIListNamespacesResponse {
        try await workflowService("ListNamespaces", request, options)
    }

    package func updateNamespace(
        _ request: APIUpdateNamespaceRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIUpdateNamespaceResponse {
        try await workflowService("UpdateNamespace", request, options)
    }

    package func startWorkflowExecution(
        _ request: APIStartWorkflowExecutionRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIStartWorkflowExecutionResponse {
        try await workflowService("StartWorkflowExecution", request, options)
    }

    package func getWorkflowExecutionHistory(
        _ request: APIGetWorkflowExecutionHistoryRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIGetWorkflowExecutionHistoryResponse {
        try await workflowService("GetWorkflowExecutionHistory", request, options)
    }

    package func getWorkflowExecutionHistoryReverse(
        _ request: APIGetWorkflowExecutionHistoryReverseRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIGetWorkflowExecutionHistoryReverseResponse {
        try await workflowService("GetWorkflowExecutionHistoryReverse", request, options)
    }

    package func requestCancelWorkflowExecution(
        _ request: APIRequestCancelWorkflowExecutionRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRequestCancelWorkflowExecutionResponse {
        try await workflowService("RequestCancelWorkflowExecution", request, options)
    }

    package func signalWorkflowExecution(
        _ request: APISignalWorkflowExecutionRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APISignalWorkflowExecutionResponse {
        try await workflowService("SignalWorkflowExecution", request, options)
    }

    package func signalWithStartWorkflowExecution(
        _ request: APISignalWithStartWorkflowExecutionRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APISignalWithStartWorkflowExecutionResponse {
        try await workflowService("SignalWithStartWorkflowExecution", request, options)
    }

    package func terminateWorkflowExecution(
        _ request: APITerminateWorkflowExecutionRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APITerminateWorkflowExecutionResponse {
        try await workflowService("TerminateWorkflowExecution", request, options)
    }

    package func deleteWorkflowExecution(
        _ request: APIDeleteWorkflowExecutionRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIDeleteWorkflowExecutionResponse {
        try await workflowService("DeleteWorkflowExecution", request, options)
    }

    package func listWorkflowExecutions(
        _ request: APIListWorkflowExecutionsRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIListWorkflowExecutionsResponse {
        try await workflowService("ListWorkflowExecutions", request, options)
    }

    package func listOpenWorkflowExecutions(
        _ request: APIListOpenWorkflowExecutionsRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIListOpenWorkflowExecutionsResponse {
        try await workflowService("ListOpenWorkflowExecutions", request, options)
    }

    package func listClosedWorkflowExecutions(
        _ request: APIListClosedWorkflowExecutionsRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIListClosedWorkflowExecutionsResponse {
        try await workflowService("ListClosedWorkflowExecutions", request, options)
    }

    package func countWorkflowExecutions(
        _ request: APICountWorkflowExecutionsRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APICountWorkflowExecutionsResponse {
        try await workflowService("CountWorkflowExecutions", request, options)
    }

    package func getSearchAttributes(
        _ request: APIGetSearchAttributesRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIGetSearchAttributesResponse {
        try await workflowService("GetSearchAttributes", request, options)
    }

    package func queryWorkflow(
        _ request: APIQueryWorkflowRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIQueryWorkflowResponse {
        try await workflowService("QueryWorkflow", request, options)
    }

    package func describeWorkflowExecution(
        _ request: APIDescribeWorkflowExecutionRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIDescribeWorkflowExecutionResponse {
        try await workflowService("DescribeWorkflowExecution", request, options)
    }

    package func describeTaskQueue(
        _ request: APIDescribeTaskQueueRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIDescribeTaskQueueResponse {
        try await workflowService("DescribeTaskQueue", request, options)
    }

    package func getClusterInfo(
        _ request: APIGetClusterInfoRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIGetClusterInfoResponse {
        try await workflowService("GetClusterInfo", request, options)
    }

    package func getSystemInfo(
        _ request: APIGetSystemInfoRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIGetSystemInfoResponse {
        try await workflowService("GetSystemInfo", request, options)
    }
}
