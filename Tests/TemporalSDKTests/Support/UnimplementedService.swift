import GRPCCore
import TemporalAPI

/// A service that can nothing. A test's own service does what the test needs.
protocol UnimplementedService: WorkflowServiceCalls {}

extension UnimplementedService {
    func registerNamespace(_ request: APIRegisterNamespaceRequest, _ options: TemporalAPI.CallOptions) async throws
        -> APIRegisterNamespaceResponse
    {
        throw ServiceError(.unimplemented, "registerNamespace")
    }

    func describeNamespace(_ request: APIDescribeNamespaceRequest, _ options: TemporalAPI.CallOptions) async throws
        -> APIDescribeNamespaceResponse
    {
        throw ServiceError(.unimplemented, "describeNamespace")
    }

    func listNamespaces(_ request: APIListNamespacesRequest, _ options: TemporalAPI.CallOptions) async throws
        -> APIListNamespacesResponse
    {
        throw ServiceError(.unimplemented, "listNamespaces")
    }

    func updateNamespace(_ request: APIUpdateNamespaceRequest, _ options: TemporalAPI.CallOptions) async throws
        -> APIUpdateNamespaceResponse
    {
        throw ServiceError(.unimplemented, "updateNamespace")
    }

    func startWorkflowExecution(_ request: APIStartWorkflowExecutionRequest, _ options: TemporalAPI.CallOptions)
        async throws
        -> APIStartWorkflowExecutionResponse
    {
        throw ServiceError(.unimplemented, "startWorkflowExecution")
    }

    func getWorkflowExecutionHistory(
        _ request: APIGetWorkflowExecutionHistoryRequest,
        _ options: TemporalAPI.CallOptions
    )
        async throws -> APIGetWorkflowExecutionHistoryResponse
    {
        throw ServiceError(.unimplemented, "getWorkflowExecutionHistory")
    }

    func getWorkflowExecutionHistoryReverse(
        _ request: APIGetWorkflowExecutionHistoryReverseRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIGetWorkflowExecutionHistoryReverseResponse {
        throw ServiceError(.unimplemented, "getWorkflowExecutionHistoryReverse")
    }

    func pollWorkflowTaskQueue(_ request: APIPollWorkflowTaskQueueRequest, _ options: TemporalAPI.CallOptions)
        async throws
        -> APIPollWorkflowTaskQueueResponse
    {
        throw ServiceError(.unimplemented, "pollWorkflowTaskQueue")
    }

    func respondWorkflowTaskCompleted(
        _ request: APIRespondWorkflowTaskCompletedRequest,
        _ options: TemporalAPI.CallOptions
    )
        async throws -> APIRespondWorkflowTaskCompletedResponse
    {
        throw ServiceError(.unimplemented, "respondWorkflowTaskCompleted")
    }

    func respondWorkflowTaskFailed(_ request: APIRespondWorkflowTaskFailedRequest, _ options: TemporalAPI.CallOptions)
        async throws
        -> APIRespondWorkflowTaskFailedResponse
    {
        throw ServiceError(.unimplemented, "respondWorkflowTaskFailed")
    }

    func pollActivityTaskQueue(_ request: APIPollActivityTaskQueueRequest, _ options: TemporalAPI.CallOptions)
        async throws
        -> APIPollActivityTaskQueueResponse
    {
        throw ServiceError(.unimplemented, "pollActivityTaskQueue")
    }

    func recordActivityTaskHeartbeat(
        _ request: APIRecordActivityTaskHeartbeatRequest,
        _ options: TemporalAPI.CallOptions
    )
        async throws -> APIRecordActivityTaskHeartbeatResponse
    {
        throw ServiceError(.unimplemented, "recordActivityTaskHeartbeat")
    }

    func recordActivityTaskHeartbeatById(
        _ request: APIRecordActivityTaskHeartbeatByIdRequest,
        _ options: TemporalAPI.CallOptions
    )
        async throws -> APIRecordActivityTaskHeartbeatByIdResponse
    {
        throw ServiceError(.unimplemented, "recordActivityTaskHeartbeatById")
    }

    func respondActivityTaskCompleted(
        _ request: APIRespondActivityTaskCompletedRequest,
        _ options: TemporalAPI.CallOptions
    )
        async throws -> APIRespondActivityTaskCompletedResponse
    {
        throw ServiceError(.unimplemented, "respondActivityTaskCompleted")
    }

    func respondActivityTaskCompletedById(
        _ request: APIRespondActivityTaskCompletedByIdRequest,
        _ options: TemporalAPI.CallOptions
    )
        async throws -> APIRespondActivityTaskCompletedByIdResponse
    {
        throw ServiceError(.unimplemented, "respondActivityTaskCompletedById")
    }

    func respondActivityTaskFailed(_ request: APIRespondActivityTaskFailedRequest, _ options: TemporalAPI.CallOptions)
        async throws
        -> APIRespondActivityTaskFailedResponse
    {
        throw ServiceError(.unimplemented, "respondActivityTaskFailed")
    }

    func respondActivityTaskFailedById(
        _ request: APIRespondActivityTaskFailedByIdRequest,
        _ options: TemporalAPI.CallOptions
    )
        async throws -> APIRespondActivityTaskFailedByIdResponse
    {
        throw ServiceError(.unimplemented, "respondActivityTaskFailedById")
    }

    func respondActivityTaskCanceled(
        _ request: APIRespondActivityTaskCanceledRequest,
        _ options: TemporalAPI.CallOptions
    )
        async throws -> APIRespondActivityTaskCanceledResponse
    {
        throw ServiceError(.unimplemented, "respondActivityTaskCanceled")
    }

    func respondActivityTaskCanceledById(
        _ request: APIRespondActivityTaskCanceledByIdRequest,
        _ options: TemporalAPI.CallOptions
    )
        async throws -> APIRespondActivityTaskCanceledByIdResponse
    {
        throw ServiceError(.unimplemented, "respondActivityTaskCanceledById")
    }

    func requestCancelWorkflowExecution(
        _ request: APIRequestCancelWorkflowExecutionRequest,
        _ options: TemporalAPI.CallOptions
    )
        async throws -> APIRequestCancelWorkflowExecutionResponse
    {
        throw ServiceError(.unimplemented, "requestCancelWorkflowExecution")
    }

    func signalWorkflowExecution(_ request: APISignalWorkflowExecutionRequest, _ options: TemporalAPI.CallOptions)
        async throws
        -> APISignalWorkflowExecutionResponse
    {
        throw ServiceError(.unimplemented, "signalWorkflowExecution")
    }

    func signalWithStartWorkflowExecution(
        _ request: APISignalWithStartWorkflowExecutionRequest,
        _ options: TemporalAPI.CallOptions
    )
        async throws -> APISignalWithStartWorkflowExecutionResponse
    {
        throw ServiceError(.unimplemented, "signalWithStartWorkflowExecution")
    }

    func terminateWorkflowExecution(_ request: APITerminateWorkflowExecutionRequest, _ options: TemporalAPI.CallOptions)
        async throws -> APITerminateWorkflowExecutionResponse
    {
        throw ServiceError(.unimplemented, "terminateWorkflowExecution")
    }

    func deleteWorkflowExecution(_ request: APIDeleteWorkflowExecutionRequest, _ options: TemporalAPI.CallOptions)
        async throws
        -> APIDeleteWorkflowExecutionResponse
    {
        throw ServiceError(.unimplemented, "deleteWorkflowExecution")
    }

    func listWorkflowExecutions(_ request: APIListWorkflowExecutionsRequest, _ options: TemporalAPI.CallOptions)
        async throws
        -> APIListWorkflowExecutionsResponse
    {
        throw ServiceError(.unimplemented, "listWorkflowExecutions")
    }

    func listOpenWorkflowExecutions(_ request: APIListOpenWorkflowExecutionsRequest, _ options: TemporalAPI.CallOptions)
        async throws -> APIListOpenWorkflowExecutionsResponse
    {
        throw ServiceError(.unimplemented, "listOpenWorkflowExecutions")
    }

    func listClosedWorkflowExecutions(
        _ request: APIListClosedWorkflowExecutionsRequest,
        _ options: TemporalAPI.CallOptions
    )
        async throws -> APIListClosedWorkflowExecutionsResponse
    {
        throw ServiceError(.unimplemented, "listClosedWorkflowExecutions")
    }

    func countWorkflowExecutions(_ request: APICountWorkflowExecutionsRequest, _ options: TemporalAPI.CallOptions)
        async throws
        -> APICountWorkflowExecutionsResponse
    {
        throw ServiceError(.unimplemented, "countWorkflowExecutions")
    }

    func getSearchAttributes(_ request: APIGetSearchAttributesRequest, _ options: TemporalAPI.CallOptions) async throws
        -> APIGetSearchAttributesResponse
    {
        throw ServiceError(.unimplemented, "getSearchAttributes")
    }

    func respondQueryTaskCompleted(_ request: APIRespondQueryTaskCompletedRequest, _ options: TemporalAPI.CallOptions)
        async throws
        -> APIRespondQueryTaskCompletedResponse
    {
        throw ServiceError(.unimplemented, "respondQueryTaskCompleted")
    }

    func resetStickyTaskQueue(_ request: APIResetStickyTaskQueueRequest, _ options: TemporalAPI.CallOptions)
        async throws
        -> APIResetStickyTaskQueueResponse
    {
        throw ServiceError(.unimplemented, "resetStickyTaskQueue")
    }

    func shutdownWorker(_ request: APIShutdownWorkerRequest, _ options: TemporalAPI.CallOptions) async throws
        -> APIShutdownWorkerResponse
    {
        throw ServiceError(.unimplemented, "shutdownWorker")
    }

    func queryWorkflow(_ request: APIQueryWorkflowRequest, _ options: TemporalAPI.CallOptions) async throws
        -> APIQueryWorkflowResponse
    {
        throw ServiceError(.unimplemented, "queryWorkflow")
    }

    func describeWorkflowExecution(_ request: APIDescribeWorkflowExecutionRequest, _ options: TemporalAPI.CallOptions)
        async throws
        -> APIDescribeWorkflowExecutionResponse
    {
        throw ServiceError(.unimplemented, "describeWorkflowExecution")
    }

    func describeTaskQueue(_ request: APIDescribeTaskQueueRequest, _ options: TemporalAPI.CallOptions) async throws
        -> APIDescribeTaskQueueResponse
    {
        throw ServiceError(.unimplemented, "describeTaskQueue")
    }

    func getClusterInfo(_ request: APIGetClusterInfoRequest, _ options: TemporalAPI.CallOptions) async throws
        -> APIGetClusterInfoResponse
    {
        throw ServiceError(.unimplemented, "getClusterInfo")
    }

    func getSystemInfo(_ request: APIGetSystemInfoRequest, _ options: TemporalAPI.CallOptions) async throws
        -> APIGetSystemInfoResponse
    {
        throw ServiceError(.unimplemented, "getSystemInfo")
    }
}
