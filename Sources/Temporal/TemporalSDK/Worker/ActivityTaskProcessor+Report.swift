import GRPCCore
import Logging
import TemporalAPI

extension ActivityTaskProcessor {
    /// Tells the service how an attempt ended, again and again while the service is away and the attempt may still
    /// count.
    func report(
        _ outcome: ActivityOutcome,
        of task: APIPollActivityTaskQueueResponse,
        lastHeartbeat: [APIPayload]?
    ) async {
        let retry = ServiceRetryPolicy.report(within: patience(with: task))
        do {
            switch outcome {
            case .completed(let payload): try await complete(payload, task, retry)
            case .failed(let failure): try await fail(failure, task, lastHeartbeat: lastHeartbeat, retry)
            case .canceled(let details): try await cancel(details, task, retry)
            case .completesLater, .unknownToServer, .abandoned: break
            }
        } catch let error as ServiceError where error.code == .notFound {
            logger.with(task).info("The service did not wait for an activity's outcome any more")
        } catch {
            // Nothing is lost: the service times the attempt out and tries again.
            logger.with(task).error("An activity's outcome could not be reported", metadata: ["error": "\(error)"])
        }
    }

    private func complete(
        _ payload: APIPayload,
        _ task: APIPollActivityTaskQueueResponse,
        _ retry: ServiceRetryPolicy
    ) async throws {
        var request = APIRespondActivityTaskCompletedRequest()
        request.namespace = configuration.namespace
        request.identity = configuration.identity
        request.taskToken = task.taskToken
        request.result.payloads = [payload]
        let encoded: APIRespondActivityTaskCompletedRequest
        do {
            encoded = try await configuration.dataConverter.encode(request)
            try PayloadLimits.default.check(encoded.result.payloads)
        } catch {
            let failure = ApplicationError(
                "the result could not be sent: \(error)",
                type: "ResultEncodingError",
                isNonRetryable: error is PayloadTooLargeError
            )
            return try await fail(configuration.dataConverter.convertError(failure), task, lastHeartbeat: nil, retry)
        }
        _ = try await caller.call("RespondActivityTaskCompleted", retry: retry) {
            try await $0.respondActivityTaskCompleted(encoded, $1)
        }
    }

    private func fail(
        _ failure: APIFailure,
        _ task: APIPollActivityTaskQueueResponse,
        lastHeartbeat: [APIPayload]?,
        _ retry: ServiceRetryPolicy
    ) async throws {
        var request = APIRespondActivityTaskFailedRequest()
        request.namespace = configuration.namespace
        request.identity = configuration.identity
        request.taskToken = task.taskToken
        request.failure = failure
        // A heartbeat that was held back would else be missed by the next attempt.
        if let lastHeartbeat, !lastHeartbeat.isEmpty { request.lastHeartbeatDetails.payloads = lastHeartbeat }
        let encoded: APIRespondActivityTaskFailedRequest
        do {
            encoded = try await configuration.dataConverter.encode(request)
        } catch {
            request.failure = DefaultFailureConverter().convertError(
                ApplicationError("Failed to encode failure", type: "FailureEncodingError"),
                payloadConverter: configuration.dataConverter.payloadConverter
            )
            request.clearLastHeartbeatDetails()
            encoded = request
        }
        _ = try await caller.call("RespondActivityTaskFailed", retry: retry) {
            try await $0.respondActivityTaskFailed(encoded, $1)
        }
    }

    private func cancel(
        _ details: [APIPayload],
        _ task: APIPollActivityTaskQueueResponse,
        _ retry: ServiceRetryPolicy
    ) async throws {
        var request = APIRespondActivityTaskCanceledRequest()
        request.namespace = configuration.namespace
        request.identity = configuration.identity
        request.taskToken = task.taskToken
        if !details.isEmpty { request.details.payloads = details }
        let encoded = try await configuration.dataConverter.encode(request)
        _ = try await caller.call("RespondActivityTaskCanceled", retry: retry) {
            try await $0.respondActivityTaskCanceled(encoded, $1)
        }
    }

    /// How long a report is tried: about as long as the service waits for this attempt, at least a minute (a
    /// restart of the service), at most an hour.
    private func patience(with task: APIPollActivityTaskQueueResponse) -> Duration {
        let timeout = task.hasStartToCloseTimeout ? Duration(task.startToCloseTimeout) : .seconds(600)
        return min(max(timeout, .seconds(90)), .seconds(3_600))
    }
}
