import Foundation
import TemporalAPI

/// Whether to try again, and when.
enum RetryDecision: Equatable {
    case retry(after: Duration)
    case stop(APIRetryState)
}

extension APIRetryPolicy {
    /// The interval before the next attempt.
    ///
    /// - Parameters:
    ///   - attempt: how many attempts were made, at least 1.
    ///   - expiration: when the last attempt must have begun; nil is never.
    ///   - now: the time.
    ///   - requested: the interval the failing code asked for, in place of the policy's.
    ///   - cap: what the interval is cut to; nil is the policy's maximum.
    /// - Returns: when to try again, or why not to.
    func nextAttempt(
        after attempt: Int32,
        expiration: EngineTime?,
        now: EngineTime,
        requested: Duration?,
        cap: Duration? = nil
    ) -> RetryDecision {
        if maximumAttempts > 0, max(attempt, 1) >= maximumAttempts { return .stop(.maximumAttemptsReached) }
        var interval = requested ?? exponentialInterval(attempt: max(attempt, 1))
        let maximum = cap ?? Duration(maximumInterval)
        if maximum == .zero, interval <= .zero { return .stop(.timeout) }
        if maximum != .zero, interval <= .zero || interval > maximum { interval = maximum }
        if let expiration, now + interval > expiration { return .stop(.timeout) }
        return .retry(after: interval)
    }

    private func exponentialInterval(attempt: Int32) -> Duration {
        let initial = Double(Duration(initialInterval).wholeNanoseconds)
        return Duration(roundingNanoseconds: initial * pow(backoffCoefficient, Double(attempt - 1)))
    }
}

// MARK: - Defaults and rules

extension APIRetryPolicy {
    /// With the service's defaults where a field is unset: 1 s, twice as long each time, at most a hundredfold.
    func withDefaults() -> APIRetryPolicy {
        var policy = self
        if Duration(initialInterval) == .zero { policy.initialInterval = Duration.seconds(1).protobuf }
        if Duration(maximumInterval) == .zero {
            let nanoseconds = Duration(policy.initialInterval).wholeNanoseconds.saturatingMultiplied(by: 100)
            policy.maximumInterval = Duration.nanoseconds(nanoseconds).protobuf
        }
        if backoffCoefficient == 0 { policy.backoffCoefficient = 2 }
        return policy
    }

    /// The policy with its intervals capped.
    ///
    /// - Throws: `RunRefusal.invalidArgument` for a policy that makes no sense.
    func validated() throws(RunRefusal) -> APIRetryPolicy {
        // One attempt is no retry: the rest does not matter.
        if maximumAttempts == 1 { return self }
        var policy = self
        do {
            policy.initialInterval = try initialInterval.capped()
        } catch {
            throw .invalidArgument("invalid InitialInterval set on retry policy: \(error.rawValue)")
        }
        if backoffCoefficient < 1 {
            throw .invalidArgument("BackoffCoefficient cannot be less than 1 on retry policy.")
        }
        do {
            policy.maximumInterval = try maximumInterval.capped()
        } catch {
            throw .invalidArgument("invalid MaximumInterval set on retry policy: \(error.rawValue)")
        }
        let maximum = Duration(policy.maximumInterval)
        if maximum > .zero, maximum < Duration(policy.initialInterval) {
            throw .invalidArgument("MaximumInterval cannot be less than InitialInterval on retry policy.")
        }
        if maximumAttempts < 0 {
            throw .invalidArgument("MaximumAttempts cannot be negative on retry policy.")
        }
        for type in nonRetryableErrorTypes where type.hasPrefix(APIFailure.timeoutTypePrefix) {
            let name = type.dropFirst(APIFailure.timeoutTypePrefix.count)
            let known = APITimeoutType.allCases.filter { $0 != .unspecified }
            guard known.contains(where: { $0.serviceSpelling == name }) else {
                throw .invalidArgument("Invalid timeout type value: \(name).")
            }
        }
        return policy
    }
}
