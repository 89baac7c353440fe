import Foundation
import GRPCCore
import Synchronization
import TemporalAPI

/// A service in memory that gives out the tasks of a test and keeps what was answered.
final class FakeService: UnimplementedService {
    enum Report: Sendable {
        case activityCompleted(APIRespondActivityTaskCompletedRequest)
        case activityFailed(APIRespondActivityTaskFailedRequest)
        case activityCanceled(APIRespondActivityTaskCanceledRequest)
        case heartbeat(APIRecordActivityTaskHeartbeatRequest)
        case workflowCompleted(APIRespondWorkflowTaskCompletedRequest)
        case workflowFailed(APIRespondWorkflowTaskFailedRequest)
        case query(APIRespondQueryTaskCompletedRequest)
        case shutdown(APIShutdownWorkerRequest)
    }

    /// What the service does beside keeping reports; set before the worker runs.
    struct Behaviour: Sendable {
        var heartbeat: @Sendable () throws -> APIRecordActivityTaskHeartbeatResponse = { .init() }
        var completion: @Sendable () throws -> APIRespondWorkflowTaskCompletedResponse = { .init() }
        var activityPoll: @Sendable (APIPollActivityTaskQueueRequest) throws -> Void = { _ in }
        var activityReport: @Sendable () throws -> Void = {}
        var namespace: @Sendable () throws -> Void = {}
    }

    let reports = Mailbox<Report>()
    let polls = Mailbox<TemporalAPI.CallOptions>()
    private let activityTasks = Mailbox<APIPollActivityTaskQueueResponse>()
    private let workflowTasks = Mailbox<APIPollWorkflowTaskQueueResponse>()
    private let stickyTasks = Mailbox<APIPollWorkflowTaskQueueResponse>()
    private let behaviour: Behaviour

    init(_ behaviour: Behaviour = Behaviour()) {
        self.behaviour = behaviour
    }

    func offer(_ task: APIPollActivityTaskQueueResponse) { activityTasks.put(task) }
    func offer(_ task: APIPollWorkflowTaskQueueResponse) { workflowTasks.put(task) }
    func offerSticky(_ task: APIPollWorkflowTaskQueueResponse) { stickyTasks.put(task) }

    func pollActivityTaskQueue(
        _ request: APIPollActivityTaskQueueRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIPollActivityTaskQueueResponse {
        try behaviour.activityPoll(request)
        return try await activityTasks.take()
    }

    func pollWorkflowTaskQueue(
        _ request: APIPollWorkflowTaskQueueRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIPollWorkflowTaskQueueResponse {
        try await (request.taskQueue.kind == .sticky ? stickyTasks : workflowTasks).take()
    }

    func respondActivityTaskCompleted(
        _ request: APIRespondActivityTaskCompletedRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondActivityTaskCompletedResponse {
        try behaviour.activityReport()
        reports.put(.activityCompleted(request))
        return .init()
    }

    func respondActivityTaskFailed(
        _ request: APIRespondActivityTaskFailedRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondActivityTaskFailedResponse {
        try behaviour.activityReport()
        reports.put(.activityFailed(request))
        return .init()
    }

    func respondActivityTaskCanceled(
        _ request: APIRespondActivityTaskCanceledRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondActivityTaskCanceledResponse {
        reports.put(.activityCanceled(request))
        return .init()
    }

    func recordActivityTaskHeartbeat(
        _ request: APIRecordActivityTaskHeartbeatRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRecordActivityTaskHeartbeatResponse {
        reports.put(.heartbeat(request))
        return try behaviour.heartbeat()
    }

    func respondWorkflowTaskCompleted(
        _ request: APIRespondWorkflowTaskCompletedRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondWorkflowTaskCompletedResponse {
        reports.put(.workflowCompleted(request))
        return try behaviour.completion()
    }

    func respondWorkflowTaskFailed(
        _ request: APIRespondWorkflowTaskFailedRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondWorkflowTaskFailedResponse {
        reports.put(.workflowFailed(request))
        return .init()
    }

    func respondQueryTaskCompleted(
        _ request: APIRespondQueryTaskCompletedRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIRespondQueryTaskCompletedResponse {
        reports.put(.query(request))
        return .init()
    }

    func shutdownWorker(
        _ request: APIShutdownWorkerRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIShutdownWorkerResponse {
        reports.put(.shutdown(request))
        // A service that lets go of the polls, as the real one does.
        for _ in 0..<32 {
            activityTasks.put(.init())
            workflowTasks.put(.init())
            stickyTasks.put(.init())
        }
        return .init()
    }

    func getSystemInfo(
        _ request: APIGetSystemInfoRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIGetSystemInfoResponse {
        .init()
    }

    func describeNamespace(
        _ request: APIDescribeNamespaceRequest,
        _ options: TemporalAPI.CallOptions
    ) async throws -> APIDescribeNamespaceResponse {
        try behaviour.namespace()
        return .init()
    }
}
