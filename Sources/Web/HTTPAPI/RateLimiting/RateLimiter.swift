import Access
import HTTPTypes
import OMSKernel
import Synchronization

/// Counts the requests of limited keys in fixed windows that start with a key's first request.
///
/// Each process counts for itself: with several behind a balancer a key has its limit at each of them.
final class RateLimiter: Sendable {
    private struct Window {
        let start: ContinuousClock.Instant
        let end: ContinuousClock.Instant
        var used: Int64
    }

    /// What is left to a key in its window.
    struct Standing: Sendable {
        let limit: RateLimit
        let remaining: Int64
        let secondsToReset: Int64
        let isExceeded: Bool
    }

    private let capacity: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let windows = Mutex<[String: Window]>([:])

    /// - Parameters:
    ///   - capacity: how many keys are counted at once; beyond it, those whose windows end soonest start anew.
    ///   - now: a monotonic clock.
    init(capacity: Int, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.capacity = capacity
        self.now = now
    }

    /// Counts one request of a caller; nil when the caller has no limit.
    func count(_ caller: Caller) -> Standing? {
        guard let limit = caller.rateLimit else { return nil }
        let now = now()
        return windows.withLock { windows in
            var window = windows[caller.keyID]
            if window.map({ now >= $0.end }) ?? true {
                if window == nil, windows.count >= capacity { makeRoom(in: &windows, now: now) }
                window = Window(start: now, end: now + .seconds(limit.windowSeconds), used: 0)
            }
            guard var window else { return nil }
            let isExceeded = window.used >= limit.requests
            if !isExceeded { window.used += 1 }
            windows[caller.keyID] = window
            let rest = (window.end - now).wholeMilliseconds
            return Standing(
                limit: limit,
                remaining: limit.requests - window.used,
                secondsToReset: max(1, (rest + 999) / 1_000),
                isExceeded: isExceeded
            )
        }
    }

    private func makeRoom(in windows: inout [String: Window], now: ContinuousClock.Instant) {
        windows = windows.filter { now < $0.value.end }
        guard windows.count >= capacity else { return }
        for (key, _) in windows.sorted(by: { $0.value.end < $1.value.end }).prefix(capacity / 10 + 1) {
            windows[key] = nil
        }
    }
}

extension RateLimiter.Standing {
    /// `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers).
    func put(on headers: inout HTTPFields) {
        headers[.rateLimitPolicy] = "\"default\";q=\(limit.requests);w=\(limit.windowSeconds)"
        headers[.rateLimit] = "\"default\";r=\(remaining);t=\(secondsToReset)"
    }

    var problem: Problem {
        var problem = Problem(
            .rateLimited,
            "The key may make \(limit.requests) requests in \(limit.windowSeconds) s; try again in \(secondsToReset) s"
        )
        problem.headers[.retryAfter] = String(secondsToReset)
        return problem
    }
}
