import SwiftProtobuf
package import TemporalAPI

extension Frontend {
    package func signalWorkflowExecution(
        _ request: APISignalWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APISignalWorkflowExecutionResponse {
        try await answering {
            let key = try key(
                request.workflowExecution,
                isSet: request.hasWorkflowExecution,
                in: request.namespace
            )
            guard !request.signalName.isEmpty else { throw ServiceError.invalid("SignalName is not set on request.") }
            try check(request.signalName, isShort: "SignalName")
            try check(request.requestID, isShort: "RequestId")
            try check(blob: try request.input.serializedData().count)
            _ = try await update(key) { state, now in try state.signal(SignalRequest(request), now: now) }
            return APISignalWorkflowExecutionResponse()
        }
    }

    package func requestCancelWorkflowExecution(
        _ request: APIRequestCancelWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APIRequestCancelWorkflowExecutionResponse {
        try await answering {
            var key = try key(
                request.workflowExecution,
                isSet: request.hasWorkflowExecution,
                in: request.namespace
            )
            // The chain is named by its first run: its newest run is meant.
            if !request.firstExecutionRunID.isEmpty { key.runID = "" }
            do {
                _ = try await update(key) { state, now in
                    guard state.isRunning else { throw RunRefusal.workflowCompleted }
                    return try state.requestCancel(CancellationRequest(request), now: now)
                }
            } catch RunRefusal.workflowCompleted {
                // Nothing is left to cancel, which is no error.
            }
            return APIRequestCancelWorkflowExecutionResponse()
        }
    }

    package func terminateWorkflowExecution(
        _ request: APITerminateWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APITerminateWorkflowExecutionResponse {
        try await answering {
            var key = try key(
                request.workflowExecution,
                isSet: request.hasWorkflowExecution,
                in: request.namespace
            )
            if !request.firstExecutionRunID.isEmpty { key.runID = "" }
            var termination = TerminationRequest(
                reason: request.reason.isEmpty ? "terminated by user via frontend" : request.reason,
                details: request.hasDetails ? request.details : nil,
                identity: request.identity.isEmpty ? "frontend-service" : request.identity
            )
            termination.firstRunID = request.firstExecutionRunID
            _ = try await update(key) { state, now in try state.terminate(termination, now: now) }
            return APITerminateWorkflowExecutionResponse()
        }
    }

    package func deleteWorkflowExecution(
        _ request: APIDeleteWorkflowExecutionRequest,
        _ options: CallOptions
    ) async throws -> APIDeleteWorkflowExecutionResponse {
        try await answering {
            let key = try key(
                request.workflowExecution,
                isSet: request.hasWorkflowExecution,
                in: request.namespace
            )
            let run = try await snapshot(key).key
            // A run that is open is terminated first, so that its children and its parent hear of it.
            let termination = TerminationRequest(
                reason: "Delete workflow execution",
                details: nil,
                identity: RunState.serviceIdentity
            )
            do {
                _ = try await host.update(run) { state, now in try state.terminate(termination, now: now) }
            } catch RunRefusal.workflowCompleted {
                // Nothing to end.
            }
            try await host.delete(run)
            return APIDeleteWorkflowExecutionResponse()
        }
    }

    package func resetStickyTaskQueue(
        _ request: APIResetStickyTaskQueueRequest,
        _ options: CallOptions
    ) async throws -> APIResetStickyTaskQueueResponse {
        try await answering {
            let key = try key(request.execution, isSet: request.hasExecution, in: request.namespace)
            _ = try await update(key) { state, now in try state.resetSticky(now: now) }
            return APIResetStickyTaskQueueResponse()
        }
    }
}
