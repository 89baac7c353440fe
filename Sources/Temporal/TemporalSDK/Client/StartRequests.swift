import SwiftProtobuf
import TemporalAPI

/// Writes the requests that start workflows.
struct StartRequests {
    let configuration: TemporalClient.Configuration
    let type: String
    let options: WorkflowOptions

    func start(input: [APIPayload]) throws -> APIStartWorkflowExecutionRequest {
        var request = APIStartWorkflowExecutionRequest()
        request.namespace = configuration.namespace
        request.identity = configuration.identity
        request.requestID = options.requestID ?? TemporalClient.newRequestID()
        request.workflowID = options.id
        request.workflowType.name = type
        request.taskQueue = taskQueue
        request.workflowIDReusePolicy = options.idReusePolicy
        request.workflowIDConflictPolicy = options.idConflictPolicy
        if !input.isEmpty { request.input.payloads = input }
        if let timeout = options.executionTimeout { request.workflowExecutionTimeout = .init(timeout) }
        if let timeout = options.runTimeout { request.workflowRunTimeout = .init(timeout) }
        if let timeout = options.taskTimeout { request.workflowTaskTimeout = .init(timeout) }
        if let delay = options.startDelay { request.workflowStartDelay = .init(delay) }
        if let policy = options.retryPolicy { request.retryPolicy = APIRetryPolicy(policy) }
        if let memo = try memo() { request.memo = memo }
        if !options.searchAttributes.isEmpty { request.searchAttributes = options.searchAttributes.message }
        if let metadata = try userMetadata() { request.userMetadata = metadata }
        if let header = header() { request.header = header }
        return request
    }

    func signalWithStart(
        input: [APIPayload],
        signal: String,
        signalInput: [APIPayload]
    ) throws -> APISignalWithStartWorkflowExecutionRequest {
        var request = APISignalWithStartWorkflowExecutionRequest()
        request.namespace = configuration.namespace
        request.identity = configuration.identity
        request.requestID = options.requestID ?? TemporalClient.newRequestID()
        request.workflowID = options.id
        request.workflowType.name = type
        request.taskQueue = taskQueue
        request.workflowIDReusePolicy = options.idReusePolicy
        request.workflowIDConflictPolicy = options.idConflictPolicy
        request.signalName = signal
        if !input.isEmpty { request.input.payloads = input }
        if !signalInput.isEmpty { request.signalInput.payloads = signalInput }
        if let timeout = options.executionTimeout { request.workflowExecutionTimeout = .init(timeout) }
        if let timeout = options.runTimeout { request.workflowRunTimeout = .init(timeout) }
        if let timeout = options.taskTimeout { request.workflowTaskTimeout = .init(timeout) }
        if let delay = options.startDelay { request.workflowStartDelay = .init(delay) }
        if let policy = options.retryPolicy { request.retryPolicy = APIRetryPolicy(policy) }
        if let memo = try memo() { request.memo = memo }
        if !options.searchAttributes.isEmpty { request.searchAttributes = options.searchAttributes.message }
        if let metadata = try userMetadata() { request.userMetadata = metadata }
        if let header = header() { request.header = header }
        return request
    }

    private var taskQueue: APITaskQueue {
        .with {
            $0.name = options.taskQueue
            $0.kind = .normal
        }
    }

    private func memo() throws -> APIMemo? {
        guard !options.memo.isEmpty else { return nil }
        return try .with {
            try $0.fields = options.memo.mapValues { try configuration.dataConverter.payloadConverter.convertAny($0) }
        }
    }

    private func userMetadata() throws -> APIUserMetadata? {
        guard options.staticSummary != nil || options.staticDetails != nil else { return nil }
        return try .with {
            if let summary = options.staticSummary {
                $0.summary = try configuration.dataConverter.convertValue(summary)
            }
            if let details = options.staticDetails {
                $0.details = try configuration.dataConverter.convertValue(details)
            }
        }
    }

    private func header() -> APIHeader? {
        let fields = TracingHeader.fields(adding: options.headers)
        return fields.isEmpty ? nil : .with { $0.fields = fields }
    }
}
