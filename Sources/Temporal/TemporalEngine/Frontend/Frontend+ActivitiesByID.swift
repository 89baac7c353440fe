import SwiftProtobuf
package import TemporalAPI

/// The answers of activities that are named by their id instead of a token.
extension Frontend {
    package func recordActivityTaskHeartbeatById(
        _ request: APIRecordActivityTaskHeartbeatByIdRequest,
        _ options: CallOptions
    ) async throws -> APIRecordActivityTaskHeartbeatByIdResponse {
        try await answering {
            let key = try await run(request.workflowID, request.runID, request.activityID, in: request.namespace)
            let isCancelRequested = try await heartbeat(
                key,
                .id(request.activityID),
                request.hasDetails ? request.details : nil,
                request.identity
            )
            return .with { $0.cancelRequested = isCancelRequested }
        }
    }

    package func respondActivityTaskCompletedById(
        _ request: APIRespondActivityTaskCompletedByIdRequest,
        _ options: CallOptions
    ) async throws -> APIRespondActivityTaskCompletedByIdResponse {
        try await answering {
            let key = try await run(request.workflowID, request.runID, request.activityID, in: request.namespace)
            _ = try await host.update(key) { state, now in
                try state.completeActivity(
                    .id(request.activityID),
                    result: request.hasResult ? request.result : nil,
                    identity: request.identity,
                    now: now
                )
            }
            return APIRespondActivityTaskCompletedByIdResponse()
        }
    }

    package func respondActivityTaskFailedById(
        _ request: APIRespondActivityTaskFailedByIdRequest,
        _ options: CallOptions
    ) async throws -> APIRespondActivityTaskFailedByIdResponse {
        try await answering {
            let key = try await run(request.workflowID, request.runID, request.activityID, in: request.namespace)
            try check(failure: request.failure, isSet: request.hasFailure)
            let notices = try await host.update(key) { state, now in
                try state.failActivity(
                    .id(request.activityID),
                    failure: request.hasFailure ? request.failure : nil,
                    lastHeartbeatDetails: request.hasLastHeartbeatDetails ? request.lastHeartbeatDetails : nil,
                    identity: request.identity,
                    now: now
                )
            }
            return .with { $0.failures = notices }
        }
    }

    package func respondActivityTaskCanceledById(
        _ request: APIRespondActivityTaskCanceledByIdRequest,
        _ options: CallOptions
    ) async throws -> APIRespondActivityTaskCanceledByIdResponse {
        try await answering {
            let key = try await run(request.workflowID, request.runID, request.activityID, in: request.namespace)
            _ = try await host.update(key) { state, now in
                try state.cancelActivity(
                    .id(request.activityID),
                    details: request.hasDetails ? request.details : nil,
                    identity: request.identity,
                    now: now
                )
            }
            return APIRespondActivityTaskCanceledByIdResponse()
        }
    }

    private func run(
        _ workflowID: String,
        _ runID: String,
        _ activityID: String,
        in namespaceName: String
    ) async throws -> RunKey {
        let namespace = try namespace(namespaceName)
        guard !workflowID.isEmpty else { throw ServiceError.invalid("WorkflowId is not set on request.") }
        guard !activityID.isEmpty else { throw ServiceError.invalid("ActivityId is not set on request.") }
        guard runID.isEmpty || UUIDSource.isValid(runID) else { throw ServiceError.invalid("Invalid RunId.") }
        return try await host.resolved(key(workflowID, runID, in: namespace))
    }
}
