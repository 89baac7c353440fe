import GRPCCore
import TemporalAPI

extension AsyncActivityHandle {
    /// Completes the activity.
    ///
    /// - Parameter result: Its result; Void for none.
    /// - Throws: `AsyncActivityNotFoundError`.
    package func complete<Result: Sendable>(_ result: Result) async throws {
        let payload = try client.converter.convertValue(result)
        switch reference {
        case .token(let token):
            var request = APIRespondActivityTaskCompletedRequest()
            request.namespace = client.configuration.namespace
            request.identity = client.configuration.identity
            request.taskToken = token.bytes
            request.result.payloads = [payload]
            try await send("RespondActivityTaskCompleted", request) {
                _ = try await $0.respondActivityTaskCompleted($1, $2)
            }
        case .id(let workflowID, let runID, let activityID):
            var request = APIRespondActivityTaskCompletedByIdRequest()
            request.namespace = client.configuration.namespace
            request.identity = client.configuration.identity
            request.workflowID = workflowID
            request.runID = runID ?? ""
            request.activityID = activityID
            request.result.payloads = [payload]
            try await send("RespondActivityTaskCompletedById", request) {
                _ = try await $0.respondActivityTaskCompletedById($1, $2)
            }
        }
    }

    /// Fails the activity's attempt; its retry policy decides whether there is another.
    ///
    /// - Parameter error: Why.
    /// - Throws: `AsyncActivityNotFoundError`.
    package func fail(_ error: any Error) async throws {
        let failure = client.converter.convertError(error)
        switch reference {
        case .token(let token):
            var request = APIRespondActivityTaskFailedRequest()
            request.namespace = client.configuration.namespace
            request.identity = client.configuration.identity
            request.taskToken = token.bytes
            request.failure = failure
            try await send("RespondActivityTaskFailed", request) { _ = try await $0.respondActivityTaskFailed($1, $2) }
        case .id(let workflowID, let runID, let activityID):
            var request = APIRespondActivityTaskFailedByIdRequest()
            request.namespace = client.configuration.namespace
            request.identity = client.configuration.identity
            request.workflowID = workflowID
            request.runID = runID ?? ""
            request.activityID = activityID
            request.failure = failure
            try await send("RespondActivityTaskFailedById", request) {
                _ = try await $0.respondActivityTaskFailedById($1, $2)
            }
        }
    }

    /// Says that the activity was cancelled, as the workflow asked.
    ///
    /// - Parameter details: Values for the workflow.
    /// - Throws: `AsyncActivityNotFoundError`.
    package func reportCancellation<each Detail: Sendable>(details: repeat each Detail) async throws {
        let payloads = try client.converter.convertValues(repeat each details)
        switch reference {
        case .token(let token):
            var request = APIRespondActivityTaskCanceledRequest()
            request.namespace = client.configuration.namespace
            request.identity = client.configuration.identity
            request.taskToken = token.bytes
            if !payloads.isEmpty { request.details.payloads = payloads }
            try await send("RespondActivityTaskCanceled", request) {
                _ = try await $0.respondActivityTaskCanceled($1, $2)
            }
        case .id(let workflowID, let runID, let activityID):
            var request = APIRespondActivityTaskCanceledByIdRequest()
            request.namespace = client.configuration.namespace
            request.identity = client.configuration.identity
            request.workflowID = workflowID
            request.runID = runID ?? ""
            request.activityID = activityID
            if !payloads.isEmpty { request.details.payloads = payloads }
            try await send("RespondActivityTaskCanceledById", request) {
                _ = try await $0.respondActivityTaskCanceledById($1, $2)
            }
        }
    }

    func send<Request: PayloadCarrying>(
        _ operation: String,
        _ request: Request,
        _ body: (any WorkflowServiceCalls, Request, TemporalAPI.CallOptions) async throws -> Void
    ) async throws {
        let encoded = try await client.converter.encode(request)
        do {
            try await client.call(operation) { try await body($0, encoded, $1) }
        } catch let error as ServiceError where error.code == .notFound {
            throw AsyncActivityNotFoundError(message: error.message)
        }
    }
}
