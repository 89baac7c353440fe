import GRPCCore
import Logging
import SwiftProtobuf
import TemporalAPI

/// Carries one workflow task from the poll to the answer: undoes the codec, lets the runtime handle it, applies the
/// codec, reports, and hands on what the answer brings.
struct WorkflowTaskProcessor: Sendable {
    let configuration: TemporalWorker.Configuration
    let caller: ServiceCaller
    let handler: any WorkflowTaskHandling
    let eager: EagerActivities
    let local: LocalActivityAttempts
    let metrics: WorkerMetrics
    let logger: Logger

    /// Handles a task, and those that the service gives in return for its completion.
    func process(_ task: APIPollWorkflowTaskQueueResponse) async {
        var next: APIPollWorkflowTaskQueueResponse? = task
        while let task = next, !task.taskToken.isEmpty {
            let start = ContinuousClock.now
            metrics.workflowTaskStarted(task)
            let outcome = await outcome(of: task)
            next = await report(outcome, of: task)
            metrics.workflowTaskFinished(task.workflowType.name, took: .now - start, outcome: outcome)
        }
    }

    private func outcome(of encoded: APIPollWorkflowTaskQueueResponse) async -> WorkflowTaskOutcome {
        do {
            let task = try await configuration.dataConverter.decode(encoded)
            let history = HistoryFetcher(configuration: configuration, caller: caller)
            return await handler.handle(task, history: history, activities: local)
        } catch {
            return failure("the payloads of a workflow task could not be decoded: \(error)", of: encoded)
        }
    }

    /// The answer to a task that could not be handled at all.
    private func failure(_ message: String, of task: APIPollWorkflowTaskQueueResponse) -> WorkflowTaskOutcome {
        let failure = configuration.dataConverter.convertError(ApplicationError(message, type: "WorkerError"))
        if task.hasQuery {
            return .query(
                .with {
                    $0.completedType = .failed
                    $0.errorMessage = message
                    $0.failure = failure
                }
            )
        }
        return .failed(
            .with {
                $0.cause = .workflowWorkerUnhandledFailure
                $0.failure = failure
            }
        )
    }

    /// Sends the answer. Returns the next task of the same run, if the service has one.
    private func report(
        _ outcome: WorkflowTaskOutcome,
        of task: APIPollWorkflowTaskQueueResponse
    ) async -> APIPollWorkflowTaskQueueResponse? {
        do {
            switch outcome {
            case .completed(let request): return try await complete(request, task)
            case .failed(let request): try await fail(request, task)
            case .query(let request): try await answerQuery(request, task)
            case .unanswered: break
            }
        } catch {
            // What the run did is not recorded, so what the cache holds of it is not so either.
            await handler.forget(runID: task.workflowExecution.runID)
            log(error, task)
        }
        return nil
    }

    private func complete(
        _ request: APIRespondWorkflowTaskCompletedRequest,
        _ task: APIPollWorkflowTaskQueueResponse
    ) async throws -> APIPollWorkflowTaskQueueResponse? {
        var request = request
        request.taskToken = task.taskToken
        request.namespace = configuration.namespace
        request.identity = configuration.identity
        request.returnNewWorkflowTask = true
        var reserved = eager.reserve(for: &request)
        defer { reserved.releaseAll() }
        let encoded = try await configuration.dataConverter.encode(request)
        let answer = try await caller.call("RespondWorkflowTaskCompleted", retry: Self.retry) {
            try await $0.respondWorkflowTaskCompleted(encoded, $1)
        }
        metrics.workflowTaskCompleted(task.workflowType.name, request.commands)
        for activity in answer.activityTasks { eager.start(activity, &reserved) }
        return answer.hasWorkflowTask ? answer.workflowTask : nil
    }

    private func fail(
        _ request: APIRespondWorkflowTaskFailedRequest,
        _ task: APIPollWorkflowTaskQueueResponse
    ) async throws {
        var request = request
        request.taskToken = task.taskToken
        request.namespace = configuration.namespace
        request.identity = configuration.identity
        let encoded = try await configuration.dataConverter.encode(request)
        _ = try await caller.call("RespondWorkflowTaskFailed", retry: Self.retry) {
            try await $0.respondWorkflowTaskFailed(encoded, $1)
        }
    }

    private func answerQuery(
        _ request: APIRespondQueryTaskCompletedRequest,
        _ task: APIPollWorkflowTaskQueueResponse
    ) async throws {
        var request = request
        request.taskToken = task.taskToken
        request.namespace = configuration.namespace
        let encoded = try await configuration.dataConverter.encode(request)
        _ = try await caller.call("RespondQueryTaskCompleted") { try await $0.respondQueryTaskCompleted(encoded, $1) }
    }

    /// A workflow task times out at the service after 10 s unless said otherwise; a minute more is for a service
    /// that restarts meanwhile.
    private static let retry = ServiceRetryPolicy.report(within: .seconds(70))

    private func log(_ error: any Error, _ task: APIPollWorkflowTaskQueueResponse) {
        let logger = logger.with(task)
        switch error {
        case is CancellationError: logger.debug("A workflow task was dropped by the worker's shutdown")
        case let error as ServiceError where error.code == .notFound:
            logger.info("The service did not wait for a workflow task's answer any more")
        default: logger.warning("A workflow task's answer was not taken", metadata: ["error": "\(error)"])
        }
    }
}

extension Logger {
    /// This logger with the ids of a workflow.
    func with(_ task: APIPollWorkflowTaskQueueResponse) -> Logger {
        var logger = self
        logger[metadataKey: "workflow.id"] = "\(task.workflowExecution.workflowID)"
        logger[metadataKey: "workflow.run_id"] = "\(task.workflowExecution.runID)"
        logger[metadataKey: "workflow.type"] = "\(task.workflowType.name)"
        return logger
    }
}
