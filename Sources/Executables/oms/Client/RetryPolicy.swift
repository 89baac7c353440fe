/// How long a request is tried again when the server is away or busy.
package struct RetryPolicy: Sendable, Equatable {
    /// For commands of a person: short enough to wait for.
    package static let command = RetryPolicy(maximumTotal: .seconds(5))
    /// For imports and exports: a server may be started again meanwhile.
    package static let bulk = RetryPolicy(maximumTotal: .seconds(300))

    /// The longest time from the first failure to the last try.
    package let maximumTotal: Duration

    package init(maximumTotal: Duration) {
        self.maximumTotal = maximumTotal
    }

    /// Whether an answer means that the same request may succeed later.
    package static func isTemporary(status: Int, hasRetryAfter: Bool) -> Bool {
        switch status {
        case 429, 502, 503, 504: true
        // The first request with the same key is still running.
        case 409: hasRetryAfter
        default: false
        }
    }

    /// How long to wait before the next try.
    /// - Parameters:
    ///   - attempt: how many tries failed so far, from 1.
    ///   - retryAfter: what the server asked for, in seconds.
    ///   - jitter: a random number from 0 to 1, so that callers do not come back all at once.
    /// - Returns: the server's wish up to one minute, else a tenth of a second doubled each time up to five
    ///   seconds, half of it random.
    package static func delay(attempt: Int, retryAfter: Int?, jitter: Double) -> Duration {
        if let retryAfter { return .seconds(min(max(retryAfter, 0), 60)) + .milliseconds(Int64(jitter * 100)) }
        let milliseconds = min(5_000, 100 << min(attempt - 1, 6))
        return .milliseconds(Int64(Double(milliseconds) * (0.5 + jitter / 2)))
    }
}
