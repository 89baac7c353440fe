import Synchronization

/// At most so many starts a second, evenly spread.
final class RateLimiter: Sendable {
    private let interval: Duration
    private let clock: any Clock<Duration>
    private let next: Mutex<ContinuousClock.Instant>

    /// - Parameters:
    ///   - perSecond: The rate, more than 0.
    ///   - clock: What waiting is done on.
    init(perSecond: Double, clock: any Clock<Duration>) {
        self.interval = Duration.seconds(1).multiplied(by: 1 / perSecond)
        self.clock = clock
        self.next = Mutex(.now)
    }

    /// Waits for the next free moment. Throws `CancellationError` when this task is cancelled meanwhile.
    func wait() async throws {
        let now = ContinuousClock.now
        let moment = next.withLock { next in
            let moment = max(next, now)
            next = moment + interval
            return moment
        }
        if moment > now { try await clock.sleep(for: moment - now) }
    }
}
