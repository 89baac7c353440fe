import GRPCCore
package import Logging
package import TemporalAPI

/// Calls a service the way every caller should: with a deadline, again after a transient error, measured.
package struct ServiceCaller: Sendable {
    /// What kind of call it is, which decides its deadline and which errors are worth another attempt.
    package enum Kind: Sendable {
        /// Answered at once.
        case normal
        /// A client waits for something to happen.
        case longPoll
        /// A worker waits for a task: tried again for ever, also when cancelled or timed out on the way.
        case taskPoll

        /// The deadline of one attempt. Services answer a long poll after at most about a minute.
        var timeout: Duration {
            switch self {
            case .normal: .seconds(30)
            case .longPoll, .taskPoll: .seconds(70)
            }
        }
    }

    package let service: any WorkflowServiceCalls
    package let namespace: String
    package let logger: Logger
    private let clock: any Clock<Duration>
    private let metrics: RequestMetrics

    package init(
        service: any WorkflowServiceCalls,
        namespace: String,
        logger: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.service = service
        self.namespace = namespace
        self.logger = logger
        self.clock = clock
        metrics = RequestMetrics(namespace: namespace)
    }

    /// Makes a call.
    ///
    /// - Parameters:
    ///   - operation: The RPC's name, for logs and metrics.
    ///   - kind: What kind of call it is.
    ///   - retry: How it is tried again; the usual for its kind unless said otherwise.
    ///   - timeout: How long one attempt may take; the usual for its kind unless said otherwise.
    ///   - body: The call itself, run once for each attempt.
    /// - Returns: The answer.
    /// - Throws: `ServiceError` of the last attempt; `CancellationError` when this task is cancelled.
    package func call<Response: Sendable>(
        _ operation: String,
        _ kind: Kind = .normal,
        retry: ServiceRetryPolicy? = nil,
        timeout: Duration? = nil,
        _ body: (any WorkflowServiceCalls, TemporalAPI.CallOptions) async throws -> Response
    ) async throws -> Response {
        let policy = retry ?? (kind == .taskPoll ? .poll : .standard)
        let start = ContinuousClock.now
        var failures = 0
        while true {
            try Task.checkCancellation()
            let attempt = ContinuousClock.now
            do {
                let response = try await body(
                    service,
                    CallOptions(deadline: .now + (timeout ?? kind.timeout), metadata: ["temporal-namespace": namespace])
                )
                metrics.attempt(operation, kind, took: .now - attempt)
                if failures > 5 { logger.info("The service answers again", metadata: ["operation": "\(operation)"]) }
                return response
            } catch let error as ServiceError {
                try Task.checkCancellation()
                failures += 1
                metrics.attempt(operation, kind, took: .now - attempt)
                metrics.failure(operation, kind, error)
                // An attempt waits for its connection until its deadline: the next one may find the service back. A
                // query that no worker answers in time ends so too, and is not asked again.
                let isOverdue = error.code == .deadlineExceeded && operation != "QueryWorkflow"
                let isWorthIt =
                    (isOverdue || ServiceErrorKind.isTransient(error, kind: kind))
                    && failures < policy.maximumAttempts ?? .max
                let pause = pause(after: error, failures: failures, policy: policy)
                guard isWorthIt, policy.maximumElapsed.map({ ContinuousClock.now - start + pause <= $0 }) ?? true
                else { throw error }
                log(error, operation, failures: failures, pause: pause)
                try await clock.sleep(for: pause)
            }
        }
    }

    private func pause(after error: ServiceError, failures: Int, policy: ServiceRetryPolicy) -> Duration {
        let pause = policy.pause(afterFailures: failures, random: .random(in: 0...1))
        guard error.code == .resourceExhausted else { return pause }
        return max(pause, ServiceRetryPolicy.throttled.pause(afterFailures: failures, random: .random(in: 0...1)))
    }

    private func log(_ error: ServiceError, _ operation: String, failures: Int, pause: Duration) {
        let level: Logger.Level = failures <= 1 ? .debug : failures <= 15 ? .warning : .error
        logger.log(
            level: level,
            "A call of the Temporal service failed and is tried again",
            metadata: [
                "operation": "\(operation)", "code": "\(error.code)", "message": "\(error.message)",
                "failures": "\(failures)", "pause": "\(pause)",
            ]
        )
    }
}
