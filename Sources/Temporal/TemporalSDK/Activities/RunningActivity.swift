import Synchronization
import TemporalAPI

/// One attempt while it runs: who asked to cancel it, and which heartbeat is to be sent next.
final class RunningActivity: Sendable {
    private struct State {
        var reason: ActivityCancellationReason?
        var cancelTask: (@Sendable () -> Void)?
        /// The latest details; nil when there was no heartbeat since the last one was sent.
        var unsent: [APIPayload]?
        var isFinished = false
    }

    private let state = Mutex(State())
    /// Says that there is something to send. Only the latest matters, hence room for one.
    let heartbeats: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    init() {
        (heartbeats, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var cancellationReason: ActivityCancellationReason? { state.withLock { $0.reason } }

    func heartbeat(_ details: [APIPayload]) {
        let isRunning = state.withLock { state in
            guard !state.isFinished else { return false }
            state.unsent = details
            return true
        }
        if isRunning { wake.yield() }
    }

    /// The details that were not sent yet, which from now on count as sent.
    func takeUnsent() -> [APIPayload]? {
        state.withLock { state in
            defer { state.unsent = nil }
            return state.unsent
        }
    }

    /// Puts back details that could not be sent, unless newer ones came meanwhile.
    func restore(_ details: [APIPayload]) {
        state.withLock { state in
            if state.unsent == nil { state.unsent = details }
        }
    }

    /// Cancels the attempt. The first reason counts, except that a request of the service takes the place of the
    /// worker's own shutdown.
    func cancel(_ reason: ActivityCancellationReason) {
        let cancelTask = state.withLock { state -> (@Sendable () -> Void)? in
            guard !state.isFinished, state.reason == nil || state.reason == .workerShutdown else { return nil }
            state.reason = reason
            return state.cancelTask
        }
        cancelTask?()
    }

    /// Says how the attempt's task is cancelled. Cancels at once when somebody asked for it already.
    func attach(_ cancelTask: @escaping @Sendable () -> Void) {
        let isCancelled = state.withLock { state in
            state.cancelTask = cancelTask
            return state.reason != nil
        }
        if isCancelled { cancelTask() }
    }

    /// The attempt has ended: no more heartbeats, no more cancellation.
    func finish() {
        state.withLock { state in
            state.isFinished = true
            state.cancelTask = nil
        }
        wake.finish()
    }
}
