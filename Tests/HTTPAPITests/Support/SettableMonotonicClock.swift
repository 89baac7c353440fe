import Synchronization

/// A monotonic clock that stands still until a test moves it.
final class SettableMonotonicClock: Sendable {
    private let moment = Mutex(ContinuousClock.now)

    func now() -> ContinuousClock.Instant { moment.withLock { $0 } }

    func advance(by duration: Duration) {
        moment.withLock { $0 += duration }
    }
}
