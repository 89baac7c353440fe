import Logging
import ServiceContextModule
import TemporalAPI

/// Carries out one attempt of an activity after the other's poll and reports how it ended.
struct ActivityTaskProcessor: Sendable {
    let configuration: TemporalWorker.Configuration
    let caller: ServiceCaller
    let registry: ActivityRegistry
    let running: RunningActivities
    let metrics: WorkerMetrics
    let logger: Logger
    let clock: any Clock<Duration>

    func process(_ encoded: APIPollActivityTaskQueueResponse) async {
        let start = ContinuousClock.now
        metrics.activityStarted(encoded)
        let heartbeats = ActivityHeartbeats(encoded, configuration: configuration, caller: caller, clock: clock)
        let attempt = RunningActivity(deadline: Self.deadline(of: encoded), sendHeartbeats: heartbeats.send(of:))
        running.add(attempt, token: encoded.taskToken)
        let outcome = await outcome(of: encoded, attempt, isEncoded: true)
        let lastHeartbeat = await attempt.finish()
        running.remove(token: encoded.taskToken)
        metrics.activityFinished(encoded.activityType.name, took: .now - start, outcome: outcome)
        await report(outcome, of: encoded, lastHeartbeat: lastHeartbeat)
    }

    /// Carries out a local attempt. Nobody is told of it but the caller: what did not succeed is tried again in the
    /// ordinary way, and reported there.
    func tryLocally(_ task: APIPollActivityTaskQueueResponse) async -> APIPayload? {
        let start = ContinuousClock.now
        let attempt = RunningActivity(
            deadline: .now + Duration(task.startToCloseTimeout),
            isLocal: true,
            sendHeartbeats: { _ in }
        )
        running.add(attempt, token: task.taskToken)
        let outcome = await outcome(of: task, attempt, isEncoded: false)
        _ = await attempt.finish()
        running.remove(token: task.taskToken)
        metrics.localActivityFinished(task.activityType.name, took: .now - start, outcome: outcome)
        guard case .completed(let result) = outcome, (try? PayloadLimits.default.check([result])) != nil else {
            return nil
        }
        return result
    }

    private func outcome(
        of polled: APIPollActivityTaskQueueResponse,
        _ attempt: RunningActivity,
        isEncoded: Bool
    ) async -> ActivityOutcome {
        let converter = configuration.dataConverter
        do {
            let task = isEncoded ? try await converter.decode(polled) : polled
            guard let activity = registry[task.activityType.name] else { throw notRegistered(task) }
            let context = context(of: task, attempt)
            if logger.logLevel <= .debug { context.logger.debug("An activity begins") }
            return .completed(try await run(activity, task, context, attempt))
        } catch {
            let outcome = ActivityOutcome(of: error, cancelledFor: attempt.cancellationReason, converter: converter)
            log(outcome, error, polled, isLocal: !isEncoded)
            return outcome
        }
    }

    /// Runs the activity in a task of its own, which can be cancelled alone.
    private func run(
        _ activity: RegisteredActivity,
        _ task: APIPollActivityTaskQueueResponse,
        _ context: ActivityExecutionContext,
        _ attempt: RunningActivity
    ) async throws -> APIPayload {
        let converter = configuration.dataConverter
        let trace = TracingHeader.context(of: task.header.fields) ?? .current ?? .topLevel
        let result = ActivityResult()
        let work = Task {
            do {
                let payload = try await ServiceContext.$current.withValue(trace) {
                    try await context.asCurrent { try await activity.run(task.input.payloads, converter) }
                }
                result.settle(.success(payload))
            } catch {
                result.settle(.failure(error))
            }
        }
        attempt.attach(cancel: { work.cancel() }, abandon: { result.settle(.failure(ActivityAbandonedError())) })
        return try await withTaskCancellationHandler {
            try await result.value()
        } onCancel: {
            attempt.cancel(.workerShutdown)
        }
    }

    /// A little later than the service's own, so that the service's timeout is what counts. Without it an activity
    /// that does not heartbeat would hold its slot for ever.
    private static func deadline(of task: APIPollActivityTaskQueueResponse) -> ContinuousClock.Instant? {
        let timeout = Duration(task.startToCloseTimeout)
        return timeout > .zero ? .now + timeout + .seconds(5) : nil
    }

    private func context(
        of task: APIPollActivityTaskQueueResponse,
        _ attempt: RunningActivity
    ) -> ActivityExecutionContext {
        let converter = configuration.dataConverter
        return ActivityExecutionContext(
            info: .init(task, taskQueue: configuration.taskQueue, converter: converter.payloadConverter),
            dataConverter: converter,
            attempt: attempt,
            makeLogger: { [logger] in logger.with(task) }
        )
    }

    private func notRegistered(_ task: APIPollActivityTaskQueueResponse) -> ApplicationError {
        ApplicationError(
            """
            Activity \(task.activityType.name) for workflow \(task.workflowExecution.workflowID) is not registered on \
            this worker, available activities: \(registry.names.joined(separator: ", "))
            """,
            type: "NotFoundError"
        )
    }

    private func log(
        _ outcome: ActivityOutcome,
        _ error: any Error,
        _ task: APIPollActivityTaskQueueResponse,
        isLocal: Bool
    ) {
        let logger = logger.with(task)
        if isLocal {
            return logger.info("A local activity did not succeed", metadata: ["error.type": "\(type(of: error))"])
        }
        switch outcome {
        case .failed:
            // The error may quote what it was given: its type is enough here, the history has the rest.
            logger.warning("An activity failed", metadata: ["error.type": "\(type(of: error))"])
        case .canceled: logger.info("An activity was cancelled")
        case .abandoned:
            logger.error("An activity did not end although it was cancelled, and the worker stopped without it")
        case .unknownToServer: logger.info("The service has given up an activity that was still running")
        case .completed, .completesLater: break
        }
    }
}

extension Logger {
    /// This logger with the ids of an activity.
    func with(_ task: APIPollActivityTaskQueueResponse) -> Logger {
        var logger = self
        logger[metadataKey: "workflow.id"] = "\(task.workflowExecution.workflowID)"
        logger[metadataKey: "workflow.run_id"] = "\(task.workflowExecution.runID)"
        logger[metadataKey: "workflow.type"] = "\(task.workflowType.name)"
        logger[metadataKey: "activity.id"] = "\(task.activityID)"
        logger[metadataKey: "activity.type"] = "\(task.activityType.name)"
        logger[metadataKey: "activity.attempt"] = "\(task.attempt)"
        return logger
    }
}
