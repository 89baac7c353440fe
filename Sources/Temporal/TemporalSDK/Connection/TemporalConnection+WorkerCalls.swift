package import TemporalAPI

// What workers call.
extension TemporalConnection {
    package func pollWorkflowTaskQueue(
        _ request: APIPollWorkflowTaskQueueRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIPollWorkflowTaskQueueResponse {
        try await workflowService("PollWorkflowTaskQueue", request, options)
    }

    package func respondWorkflowTaskCompleted(
        _ request: APIRespondWorkflowTaskCompletedRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondWorkflowTaskCompletedResponse {
        try await workflowService("RespondWorkflowTaskCompleted", request, options)
    }

    package func respondWorkflowTaskFailed(
        _ request: APIRespondWorkflowTaskFailedRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondWorkflowTaskFailedResponse {
        try await workflowService("RespondWorkflowTaskFailed", request, options)
    }

    package func pollActivityTaskQueue(
        _ request: APIPollActivityTaskQueueRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIPollActivityTaskQueueResponse {
        try await workflowService("PollActivityTaskQueue", request, options)
    }

    package func recordActivityTaskHeartbeat(
        _ request: APIRecordActivityTaskHeartbeatRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRecordActivityTaskHeartbeatResponse {
        try await workflowService("RecordActivityTaskHeartbeat", request, options)
    }

    package func recordActivityTaskHeartbeatById(
        _ request: APIRecordActivityTaskHeartbeatByIdRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRecordActivityTaskHeartbeatByIdResponse {
        try await workflowService("RecordActivityTaskHeartbeatById", request, options)
    }

    package func respondActivityTaskCompleted(
        _ request: APIRespondActivityTaskCompletedRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondActivityTaskCompletedResponse {
        try await workflowService("RespondActivityTaskCompleted", request, options)
    }

    package func respondActivityTaskCompletedById(
        _ request: APIRespondActivityTaskCompletedByIdRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondActivityTaskCompletedByIdResponse {
        try await workflowService("RespondActivityTaskCompletedById", request, options)
    }

    package func respondActivityTaskFailed(
        _ request: APIRespondActivityTaskFailedRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondActivityTaskFailedResponse {
        try await workflowService("RespondActivityTaskFailed", request, options)
    }

    package func respondActivityTaskFailedById(
        _ request: APIRespondActivityTaskFailedByIdRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondActivityTaskFailedByIdResponse {
        try await workflowService("RespondActivityTaskFailedById", request, options)
    }

    package func respondActivityTaskCanceled(
        _ request: APIRespondActivityTaskCanceledRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondActivityTaskCanceledResponse {
        try await workflowService("RespondActivityTaskCanceled", request, options)
    }

    package func respondActivityTaskCanceledById(
        _ request: APIRespondActivityTaskCanceledByIdRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondActivityTaskCanceledByIdResponse {
        try await workflowService("RespondActivityTaskCanceledById", request, options)
    }

    package func respondQueryTaskCompleted(
        _ request: APIRespondQueryTaskCompletedRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondQueryTaskCompletedResponse {
        try await workflowService("RespondQueryTaskCompleted", request, options)
    }

    package func resetStickyTaskQueue(
        _ request: APIResetStickyTaskQueueRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIResetStickyTaskQueueResponse {
        try await workflowService("ResetStickyTaskQueue", request, options)
    }

    package func shutdownWorker(
        _ request: APIShutdownWorkerRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIShutdownWorkerResponse {
        try await workflowService("ShutdownWorker", request, options)
    }
}
