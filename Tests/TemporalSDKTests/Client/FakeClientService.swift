import Synchronization
import TemporalAPI

/// A service whose answers a test writes as functions.
struct FakeClientService: UnimplementedService {
    var start: @Sendable (APIStartWorkflowExecutionRequest) throws -> APIStartWorkflowExecutionResponse = { _ in .init()
    }
    var signalWithStart:
        @Sendable (APISignalWithStartWorkflowExecutionRequest) throws -> APISignalWithStartWorkflowExecutionResponse = {
            _ in .init()
        }
    var signal: @Sendable (APISignalWorkflowExecutionRequest) throws -> Void = { _ in }
    var query: @Sendable (APIQueryWorkflowRequest) throws -> APIQueryWorkflowResponse = { _ in .init() }
    var history: @Sendable (APIGetWorkflowExecutionHistoryRequest) throws -> APIGetWorkflowExecutionHistoryResponse = {
        _ in
        .init()
    }
    var list: @Sendable (APIListWorkflowExecutionsRequest) throws -> APIListWorkflowExecutionsResponse = { _ in .init()
    }
    var completeByID: @Sendable (APIRespondActivityTaskCompletedByIdRequest) throws -> Void = { _ in }
    var heartbeat: @Sendable (APIRecordActivityTaskHeartbeatRequest) throws -> APIRecordActivityTaskHeartbeatResponse =
        {
            _ in .init()
        }

    func startWorkflowExecution(
        _ request: APIStartWorkflowExecutionRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIStartWorkflowExecutionResponse { try start(request) }

    func signalWithStartWorkflowExecution(
        _ request: APISignalWithStartWorkflowExecutionRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APISignalWithStartWorkflowExecutionResponse { try signalWithStart(request) }

    func signalWorkflowExecution(
        _ request: APISignalWorkflowExecutionRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APISignalWorkflowExecutionResponse {
        try signal(request)
        return .init()
    }

    func queryWorkflow(
        _ request: APIQueryWorkflowRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIQueryWorkflowResponse { try query(request) }

    func getWorkflowExecutionHistory(
        _ request: APIGetWorkflowExecutionHistoryRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIGetWorkflowExecutionHistoryResponse { try history(request) }

    func listWorkflowExecutions(
        _ request: APIListWorkflowExecutionsRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIListWorkflowExecutionsResponse { try list(request) }

    func respondActivityTaskCompletedById(
        _ request: APIRespondActivityTaskCompletedByIdRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondActivityTaskCompletedByIdResponse {
        try completeByID(request)
        return .init()
    }

    func recordActivityTaskHeartbeat(
        _ request: APIRecordActivityTaskHeartbeatRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRecordActivityTaskHeartbeatResponse { try heartbeat(request) }
}
