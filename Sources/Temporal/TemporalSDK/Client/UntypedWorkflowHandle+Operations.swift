import GRPCCore
import SwiftProtobuf
package import TemporalAPI

extension UntypedWorkflowHandle {
    /// Signals the workflow. It is recorded once, even when the call must be tried again.
    ///
    /// - Parameters:
    ///   - name: The signal's name.
    ///   - input: Its arguments.
    ///   - requestID: The id under which it is recorded once; nil for a new one.
    /// - Throws: `WorkflowNotFoundError` when no such workflow runs.
    package func signal<each Input: Sendable>(
        _ name: String,
        input: repeat each Input,
        requestID: String? = nil
    ) async throws {
        var request = APISignalWorkflowExecutionRequest()
        request.namespace = client.configuration.namespace
        request.identity = client.configuration.identity
        request.requestID = requestID ?? TemporalClient.newRequestID()
        request.workflowExecution = execution
        request.signalName = name
        let payloads = try client.converter.convertValues(repeat each input)
        if !payloads.isEmpty { request.input.payloads = payloads }
        let fields = TracingHeader.fields(adding: [:])
        if !fields.isEmpty { request.header.fields = fields }
        let encoded = try await client.converter.encode(request)
        _ = try await call("SignalWorkflowExecution") { try await $0.signalWorkflowExecution(encoded, $1) }
    }

    /// Asks the workflow something.
    ///
    /// - Parameters:
    ///   - name: The query's name.
    ///   - input: Its arguments.
    ///   - rejectCondition: When a closed workflow refuses; the client's own rule unless said otherwise.
    ///   - resultType: The type of the answer.
    /// - Returns: The answer.
    /// - Throws: `WorkflowQueryRejectedError`, `WorkflowQueryFailedError`, `WorkflowNotFoundError`.
    package func query<each Input: Sendable, Result: Sendable>(
        _ name: String,
        input: repeat each Input,
        rejectCondition: APIQueryRejectCondition? = nil,
        as resultType: Result.Type = Result.self
    ) async throws -> Result {
        var request = APIQueryWorkflowRequest()
        request.namespace = client.configuration.namespace
        request.execution = execution
        request.query.queryType = name
        request.queryRejectCondition = rejectCondition ?? client.configuration.queryRejectCondition
        let payloads = try client.converter.convertValues(repeat each input)
        if !payloads.isEmpty { request.query.queryArgs.payloads = payloads }
        let encoded = try await client.converter.encode(request)
        let answer: APIQueryWorkflowResponse
        do {
            answer = try await call("QueryWorkflow") { try await $0.queryWorkflow(encoded, $1) }
        } catch let error as ServiceError where error.code == .invalidArgument {
            throw await queryFailure(error)
        }
        if answer.hasQueryRejected { throw WorkflowQueryRejectedError(status: answer.queryRejected.status) }
        let decoded = try await client.converter.decode(answer)
        return try client.converter.convertSinglePayload(decoded.queryResult.payloads, as: resultType)
    }

    /// Asks the workflow to end: it decides how. Asking twice is the same as once.
    ///
    /// - Parameter reason: Shown in the history; nil for none.
    /// - Throws: `WorkflowNotFoundError` when no such workflow runs.
    package func cancel(reason: String? = nil) async throws {
        var request = APIRequestCancelWorkflowExecutionRequest()
        request.namespace = client.configuration.namespace
        request.identity = client.configuration.identity
        request.requestID = TemporalClient.newRequestID()
        request.workflowExecution = execution
        request.firstExecutionRunID = firstExecutionRunID ?? ""
        request.reason = reason ?? ""
        _ = try await call("RequestCancelWorkflowExecution") { [request] in
            try await $0.requestCancelWorkflowExecution(request, $1)
        }
    }

    /// Ends the workflow at once, without asking it.
    ///
    /// - Parameters:
    ///   - reason: Shown in the history; nil for none.
    ///   - details: Values that go into the history.
    /// - Throws: `WorkflowNotFoundError` when no such workflow runs.
    package func terminate<each Detail: Sendable>(reason: String? = nil, details: repeat each Detail) async throws {
        var request = APITerminateWorkflowExecutionRequest()
        request.namespace = client.configuration.namespace
        request.identity = client.configuration.identity
        request.workflowExecution = execution
        request.firstExecutionRunID = firstExecutionRunID ?? ""
        request.reason = reason ?? ""
        let payloads = try client.converter.convertValues(repeat each details)
        if !payloads.isEmpty { request.details.payloads = payloads }
        let encoded = try await client.converter.encode(request)
        _ = try await call("TerminateWorkflowExecution") { try await $0.terminateWorkflowExecution(encoded, $1) }
    }

    /// What the service knows of the workflow now.
    package func describe() async throws -> WorkflowExecutionDescription {
        var request = APIDescribeWorkflowExecutionRequest()
        request.namespace = client.configuration.namespace
        request.execution = execution
        let answer = try await call("DescribeWorkflowExecution") { [request] in
            try await $0.describeWorkflowExecution(request, $1)
        }
        return WorkflowExecutionDescription(try await client.converter.decode(answer), converter: client.converter)
    }

    /// Removes the workflow and its history; a running one is terminated first.
    package func delete() async throws {
        var request = APIDeleteWorkflowExecutionRequest()
        request.namespace = client.configuration.namespace
        request.workflowExecution = execution
        _ = try await call("DeleteWorkflowExecution") { [request] in
            try await $0.deleteWorkflowExecution(request, $1)
        }
    }

    var execution: APIWorkflowExecution {
        .with {
            $0.workflowID = id
            $0.runID = runID ?? ""
        }
    }

    /// A call about this workflow: when the service does not know it, the error says which one.
    func call<Response: Sendable>(
        _ operation: String,
        _ body: (any WorkflowServiceCalls, TemporalAPI.CallOptions) async throws -> Response
    ) async throws -> Response {
        do {
            return try await client.call(operation, body)
        } catch let error as ServiceError where error.code == .notFound {
            throw WorkflowNotFoundError(workflowID: id, runID: runID, message: error.message)
        }
    }

    /// A query's own failure comes as the detail of an error.
    private func queryFailure(_ error: ServiceError) async -> any Error {
        guard let detail = error.detail(APIQueryFailedFailure.self) else { return error }
        let decoded = (try? await client.converter.decode(detail)) ?? detail
        let cause = decoded.hasFailure ? client.converter.convertFailure(decoded.failure) : nil
        return WorkflowQueryFailedError(message: error.message, cause: cause)
    }
}
