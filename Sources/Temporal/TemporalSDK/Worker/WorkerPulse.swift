import Synchronization

/// Whether a worker gets answers to its polls, for whoever looks after it.
package final class WorkerPulse: Sendable {
    /// One look at a worker.
    package struct Reading: Sendable, Equatable {
        /// Whether it asks for tasks: not before the service knows it, and not after its shutdown.
        package var isPolling = false
        /// When a poll was last answered, with a task or without; nil before the first time. A service answers after
        /// about a minute at the latest.
        package var lastAnswer: ContinuousClock.Instant?
        /// When it began to poll; nil before.
        package var began: ContinuousClock.Instant?
    }

    private let state = Mutex(Reading())

    package var reading: Reading { state.withLock { $0 } }

    func begin() {
        state.withLock { reading in
            reading.isPolling = true
            reading.began = .now
        }
    }

    func answered() {
        state.withLock { $0.lastAnswer = .now }
    }

    func end() {
        state.withLock { $0.isPolling = false }
    }
}
