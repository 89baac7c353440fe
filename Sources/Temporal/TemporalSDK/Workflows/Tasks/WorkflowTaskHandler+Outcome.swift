import Logging
import SwiftProtobuf
import TemporalAPI

// What is sent to the service.
extension WorkflowTaskHandler {
    func outcome(
        of task: APIPollWorkflowTaskQueueResponse,
        _ content: WorkflowTaskAnswer.Content,
        isCached: Bool
    ) -> WorkflowTaskOutcome {
        switch content {
        case .commands(let commands, let queries):
            var request = APIRespondWorkflowTaskCompletedRequest()
            request.taskToken = task.taskToken
            request.commands = commands
            request.identity = configuration.identity
            request.namespace = environment.namespace
            request.queryResults = queries.mapValues(queryResult)
            if isCached, let sticky = configuration.stickyAttributes { request.stickyAttributes = sticky }
            if environment.sendsSDKMetadata { request.sdkMetadata = SDKMetadata.message }
            return .completed(request)
        case .query(.success(let answer)):
            var request = query(of: task)
            request.completedType = .answered
            request.queryResult.payloads = answer
            return .query(request)
        case .query(.failure(let error)):
            return failedQuery(of: task, error, cause: .unspecified)
        }
    }

    func outcome(of task: APIPollWorkflowTaskQueueResponse, _ failure: WorkflowTaskFailure) -> WorkflowTaskOutcome {
        environment.logger.warning(
            "a workflow task failed",
            metadata: [
                "workflow_id": "\(task.workflowExecution.workflowID)", "run_id": "\(task.workflowExecution.runID)",
                "workflow_type": "\(task.workflowType.name)", "attempt": "\(task.attempt)",
                "reason": "\(failure.message)",
            ]
        )
        if task.hasQuery { return failedQuery(of: task, failure, cause: failure.cause) }
        if task.attempt > 1 { return .unanswered(failure) }
        var request = APIRespondWorkflowTaskFailedRequest()
        request.taskToken = task.taskToken
        request.cause = failure.cause
        request.failure = self.failure(of: failure)
        request.identity = configuration.identity
        request.namespace = environment.namespace
        return .failed(request)
    }

    private func query(of task: APIPollWorkflowTaskQueueResponse) -> APIRespondQueryTaskCompletedRequest {
        var request = APIRespondQueryTaskCompletedRequest()
        request.taskToken = task.taskToken
        request.namespace = environment.namespace
        return request
    }

    private func failedQuery(
        of task: APIPollWorkflowTaskQueueResponse,
        _ error: any Error,
        cause: APIWorkflowTaskFailedCause
    ) -> WorkflowTaskOutcome {
        var request = query(of: task)
        request.completedType = .failed
        request.failure = failure(of: error)
        request.errorMessage = request.failure.message
        request.cause = cause
        return .query(request)
    }

    private func queryResult(_ result: Result<[APIPayload], any Error>) -> APIWorkflowQueryResult {
        var message = APIWorkflowQueryResult()
        switch result {
        case .success(let answer):
            message.resultType = .answered
            message.answer.payloads = answer
        case .failure(let error):
            message.resultType = .failed
            message.failure = failure(of: error)
            message.errorMessage = message.failure.message
        }
        return message
    }

    private func failure(of error: any Error) -> APIFailure {
        guard let failure = error as? WorkflowTaskFailure else { return environment.converter.convertError(error) }
        return environment.converter.convertError(
            ApplicationError(
                failure.message,
                type: failure.isNondeterminism ? "NondeterminismError" : "WorkflowTaskFailure",
                cause: failure.underlying
            )
        )
    }
}

/// What this SDK notes in each completion, so that others know by which rules a history was written.
enum SDKMetadata {
    /// Flags of sdk-core whose behaviour this SDK has too: ids and types of commands are checked at replay (1),
    /// patches are listed in a search attribute (2), the end of a workflow comes after its other commands (3).
    static let coreFlags: [UInt32] = [1, 2, 3]

    static let message = APIWorkflowTaskCompletedMetadata.with {
        $0.coreUsedFlags = coreFlags
        $0.sdkName = "oms-temporal-swift"
        $0.sdkVersion = "1.0.0"
    }
}
