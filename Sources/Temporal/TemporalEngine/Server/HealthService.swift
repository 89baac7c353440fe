import SwiftProtobuf
import GRPCCore
import TemporalAPI

/// gRPC's own health service: as long as the engine answers it serves.
struct HealthService: Grpc_Health_V1_Health.SimpleServiceProtocol {
    static let services = [
        "", APIWorkflowService.descriptor.fullyQualifiedService, APIOperatorService.descriptor.fullyQualifiedService,
    ]

    /// Says that the server stops, which ends the watches.
    let stopping: Stopping

    func check(
        request: Grpc_Health_V1_HealthCheckRequest,
        context: ServerContext
    ) async throws -> Grpc_Health_V1_HealthCheckResponse {
        guard Self.services.contains(request.service) else {
            throw RPCError(code: .notFound, message: "unknown service")
        }
        return .with { $0.status = status }
    }

    func list(
        request: Grpc_Health_V1_HealthListRequest,
        context: ServerContext
    ) async throws -> Grpc_Health_V1_HealthListResponse {
        .with { response in
            for service in Self.services { response.statuses[service] = .with { $0.status = status } }
        }
    }

    func watch(
        request: Grpc_Health_V1_HealthCheckRequest,
        response: RPCWriter<Grpc_Health_V1_HealthCheckResponse>,
        context: ServerContext
    ) async throws {
        let isKnown = Self.services.contains(request.service)
        try await response.write(.with { $0.status = isKnown ? status : .serviceUnknown })
        try await context.cancellation.cancelled
    }

    private var status: Grpc_Health_V1_HealthCheckResponse.ServingStatus {
        stopping.isStopping ? .notServing : .serving
    }
}
