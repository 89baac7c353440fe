/// How a call is tried again after a transient error. The figures are those of the official SDKs' core.
package struct ServiceRetryPolicy: Sendable {
    package var initialInterval: Duration
    package var multiplier: Double
    package var maximumInterval: Duration
    /// How long after the first attempt a new one may begin; nil for ever.
    package var maximumElapsed: Duration?
    /// The first attempt counts; nil for any number.
    package var maximumAttempts: Int?
    /// Each pause is longer or shorter by up to this part of it.
    package var jitter = 0.2

    /// Calls of clients.
    package static let standard = ServiceRetryPolicy(
        initialInterval: .milliseconds(100),
        multiplier: 1.7,
        maximumInterval: .seconds(5),
        maximumElapsed: .seconds(10),
        maximumAttempts: 10
    )

    /// Polls of workers: for ever.
    package static let poll = ServiceRetryPolicy(
        initialInterval: .milliseconds(200),
        multiplier: 2,
        maximumInterval: .seconds(10),
        maximumElapsed: nil,
        maximumAttempts: nil
    )

    /// The least pause after the service said that it has too much to do.
    package static let throttled = ServiceRetryPolicy(
        initialInterval: .seconds(1),
        multiplier: 2,
        maximumInterval: .seconds(10),
        maximumElapsed: nil,
        maximumAttempts: nil
    )

    /// Only one attempt.
    package static let none = ServiceRetryPolicy(
        initialInterval: .zero,
        multiplier: 1,
        maximumInterval: .zero,
        maximumElapsed: .zero,
        maximumAttempts: 1
    )

    /// What a worker has done and must report: tried again for as long as somebody waits for it.
    package static func report(within elapsed: Duration) -> ServiceRetryPolicy {
        var policy = standard
        policy.maximumElapsed = elapsed
        policy.maximumAttempts = nil
        return policy
    }

    /// The pause after the given number of failed attempts.
    ///
    /// - Parameters:
    ///   - failures: How many attempts failed, at least 1.
    ///   - random: A number from 0 to 1.
    /// - Returns: The pause.
    package func pause(afterFailures failures: Int, random: Double) -> Duration {
        var factor = 1.0
        for _ in 1..<max(1, min(failures, 64)) { factor *= multiplier }
        let longest = maximumInterval / max(initialInterval, .nanoseconds(1))
        let interval = initialInterval.multiplied(by: min(factor, longest))
        return interval.multiplied(by: 1 - jitter + 2 * jitter * random)
    }
}

extension Duration {
    /// Exact to the nanosecond, which is enough for pauses.
    func multiplied(by factor: Double) -> Duration {
        .nanoseconds(Int64((self / .nanoseconds(1)) * factor))
    }
}
