import TemporalAPI

extension RunState {
    /// Whether the workflow's own retry policy starts another run after this failure.
    func workflowRetry(after failure: APIFailure, now: EngineTime) -> RetryDecision {
        guard start.hasRetryPolicy else { return .stop(.retryPolicyNotSet) }
        let policy = start.retryPolicy
        guard failure.isRetryable(except: policy.nonRetryableErrorTypes) else {
            return .stop(.nonRetryableFailure)
        }
        return policy.nextAttempt(
            after: start.attempt,
            expiration: executionExpiration,
            now: now,
            requested: failure.nextRetryDelay
        )
    }
}
