/// The calls of `temporal.api.workflowservice.v1.WorkflowService`, one function each: the seam between whoever uses a
/// Temporal service and the service itself, in this process or behind a socket.
///
/// Every call throws ``ServiceError`` for what the service or the way to it says. When the caller's task is
/// cancelled or the deadline of its ``CallOptions`` passes, a waiting call ends.
package protocol WorkflowServiceCalls: Sendable {
    func registerNamespace(
        _ request: APIRegisterNamespaceRequest,
        _ options: CallOptions
    ) async throws -> APIRegisterNamespaceResponse

    func describeNamespace(
        _ request: APIDescribeNamespaceRequest,
        _ options: CallOptions
    ) async throws -> APIDescribeNamespaceResponse

    func listNamespaces(
        _ request: APIListNamespacesRequest,
        _ options: CallOptions
    ) async throws -> APIListNamespacesResponse

    func updateNamespace(
        _ request: APIUpdateNamespaceRequest,
        _ options: CallOptions
    ) async throws -> APIUpdateNamespaceResponse

    func startWorkflowExecution(
        _ request: APIStartWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APIStartWorkflowExecutionResponse

    func getWorkflowExecutionHistory(
        _ request: APIGetWorkflowExecutionHistoryRequest,
        _ options: CallOptions
    ) async throws -> APIGetWorkflowExecutionHistoryResponse

    func getWorkflowExecutionHistoryReverse(
        _ request: APIGetWorkflowExecutionHistoryReverseRequest,
        _ options: CallOptions
    ) async throws -> APIGetWorkflowExecutionHistoryReverseResponse

    func pollWorkflowTaskQueue(
        _ request: APIPollWorkflowTaskQueueRequest,
        _ options: CallOptions
    ) async throws -> APIPollWorkflowTaskQueueResponse

    func respondWorkflowTaskCompleted(
        _ request: APIRespondWorkflowTaskCompletedRequest,
        _ options: CallOptions
    ) async throws -> APIRespondWorkflowTaskCompletedResponse

    func respondWorkflowTaskFailed(
        _ request: APIRespondWorkflowTaskFailedRequest,
        _ options: CallOptions
    ) async throws -> APIRespondWorkflowTaskFailedResponse

    func pollActivityTaskQueue(
        _ request: APIPollActivityTaskQueueRequest,
        _ options: CallOptions
    ) async throws -> APIPollActivityTaskQueueResponse

    func recordActivityTaskHeartbeat(
        _ request: APIRecordActivityTaskHeartbeatRequest,
        _ options: CallOptions
    ) async throws -> APIRecordActivityTaskHeartbeatResponse

    func recordActivityTaskHeartbeatById(
        _ request: APIRecordActivityTaskHeartbeatByIdRequest,
        _ options: CallOptions
    ) async throws -> APIRecordActivityTaskHeartbeatByIdResponse

    func respondActivityTaskCompleted(
        _ request: APIRespondActivityTaskCompletedRequest,
        _ options: CallOptions
    ) async throws -> APIRespondActivityTaskCompletedResponse

    func respondActivityTaskCompletedById(
        _ request: APIRespondActivityTaskCompletedByIdRequest,
        _ options: CallOptions
    ) async throws -> APIRespondActivityTaskCompletedByIdResponse

    func respondActivityTaskFailed(
        _ request: APIRespondActivityTaskFailedRequest,
        _ options: CallOptions
    ) async throws -> APIRespondActivityTaskFailedResponse

    func respondActivityTaskFailedById(
        _ request: APIRespondActivityTaskFailedByIdRequest,
        _ options: CallOptions
    ) async throws -> APIRespondActivityTaskFailedByIdResponse

    func respondActivityTaskCanceled(
        _ request: APIRespondActivityTaskCanceledRequest,
        _ options: CallOptions
    ) async throws -> APIRespondActivityTaskCanceledResponse

    func respondActivityTaskCanceledById(
        _ request: APIRespondActivityTaskCanceledByIdRequest,
        _ options: CallOptions
    ) async throws -> APIRespondActivityTaskCanceledByIdResponse

    func requestCancelWorkflowExecution(
        _ request: APIRequestCancelWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APIRequestCancelWorkflowExecutionResponse

    func signalWorkflowExecution(
        _ request: APISignalWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APISignalWorkflowExecutionResponse

    func signalWithStartWorkflowExecution(
        _ request: APISignalWithStartWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APISignalWithStartWorkflowExecutionResponse

    func terminateWorkflowExecution(
        _ request: APITerminateWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APITerminateWorkflowExecutionResponse

    func deleteWorkflowExecution(
        _ request: APIDeleteWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APIDeleteWorkflowExecutionResponse

    func listWorkflowExecutions(
        _ request: APIListWorkflowExecutionsRequest,
        _ options: CallOptions
    ) async throws -> APIListWorkflowExecutionsResponse

    func listOpenWorkflowExecutions(
        _ request: APIListOpenWorkflowExecutionsRequest,
        _ options: CallOptions
    ) async throws -> APIListOpenWorkflowExecutionsResponse

    func listClosedWorkflowExecutions(
        _ request: APIListClosedWorkflowExecutionsRequest,
        _ options: CallOptions
    ) async throws -> APIListClosedWorkflowExecutionsResponse

    func countWorkflowExecutions(
        _ request: APICountWorkflowExecutionsRequest,
        _ options: CallOptions
    ) async throws -> APICountWorkflowExecutionsResponse

    func getSearchAttributes(
        _ request: APIGetSearchAttributesRequest,
        _ options: CallOptions
    ) async throws -> APIGetSearchAttributesResponse

    func respondQueryTaskCompleted(
        _ request: APIRespondQueryTaskCompletedRequest,
        _ options: CallOptions
    ) async throws -> APIRespondQueryTaskCompletedResponse

    func resetStickyTaskQueue(
        _ request: APIResetStickyTaskQueueRequest,
        _ options: CallOptions
    ) async throws -> APIResetStickyTaskQueueResponse

    func shutdownWorker(
        _ request: APIShutdownWorkerRequest,
        _ options: CallOptions
    ) async throws -> APIShutdownWorkerResponse

    func queryWorkflow(
        _ request: APIQueryWorkflowRequest,
        _ options: CallOptions
    ) async throws -> APIQueryWorkflowResponse

    func describeWorkflowExecution(
        _ request: APIDescribeWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APIDescribeWorkflowExecutionResponse

    func describeTaskQueue(
        _ request: APIDescribeTaskQueueRequest,
        _ options: CallOptions
    ) async throws -> APIDescribeTaskQueueResponse

    func getClusterInfo(
        _ request: APIGetClusterInfoRequest,
        _ options: CallOptions
    ) async throws -> APIGetClusterInfoResponse

    func getSystemInfo(
        _ request: APIGetSystemInfoRequest,
        _ options: CallOptions
    ) async throws -> APIGetSystemInfoResponse
}
