import Synchronization
import TemporalAPI

/// One attempt while it runs: who asked to cancel it, and which heartbeat is to be sent next.
final class RunningActivity: Sendable {
    private struct State {
        var reason: ActivityCancellationReason?
        var cancelTask: (@Sendable () -> Void)?
        var abandonTask: (@Sendable () -> Void)?
        var isAbandoned = false
        /// The latest details; nil when there was no heartbeat since the last one was sent.
        var unsent: [APIPayload]?
        var sender: Task<Void, Never>?
        var isFinished = false
    }

    private let state = Mutex(State())
    private let sendHeartbeats: @Sendable (RunningActivity) async -> Void
    /// When the service has given the attempt up, whatever became of it here; nil for never.
    let deadline: ContinuousClock.Instant?
    /// Whether a workflow task waits for it: then nobody waits for it beyond its deadline.
    let isLocal: Bool
    /// Says that there is something to send. Only the latest matters, hence room for one.
    let heartbeats: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// - Parameters:
    ///   - deadline: When it is cancelled for taking too long.
    ///   - isLocal: Whether a workflow task waits for it.
    ///   - sendHeartbeats: Sends what `heartbeats` calls for until it ends. Run from the first heartbeat on: most
    ///     activities have none.
    init(
        deadline: ContinuousClock.Instant?,
        isLocal: Bool = false,
        sendHeartbeats: @escaping @Sendable (RunningActivity) async -> Void
    ) {
        self.deadline = deadline
        self.isLocal = isLocal
        self.sendHeartbeats = sendHeartbeats
        (heartbeats, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var cancellationReason: ActivityCancellationReason? { state.withLock { $0.reason } }

    func heartbeat(_ details: [APIPayload]) {
        state.withLock { state in
            guard !state.isFinished else { return }
            state.unsent = details
            if state.sender == nil { state.sender = Task { await self.sendHeartbeats(self) } }
        }
        wake.yield()
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

    /// Stops waiting for the attempt's code, which goes on without anybody who asks for its result.
    func abandon() {
        state.withLock { state in
            state.isAbandoned = true
            return state.abandonTask
        }?()
    }

    /// Says how the attempt's task is cancelled and given up. Does so at once when somebody asked for it already.
    func attach(cancel: @escaping @Sendable () -> Void, abandon: @escaping @Sendable () -> Void) {
        let (isCancelled, isAbandoned) = state.withLock { state in
            state.cancelTask = cancel
            state.abandonTask = abandon
            return (state.reason != nil, state.isAbandoned)
        }
        if isCancelled { cancel() }
        if isAbandoned { abandon() }
    }

    /// The attempt has ended: no more heartbeats, no more cancellation.
    ///
    /// - Returns: Details that were not sent.
    func finish() async -> [APIPayload]? {
        let sender = state.withLock { state in
            state.isFinished = true
            state.cancelTask = nil
            state.abandonTask = nil
            defer { state.sender = nil }
            return state.sender
        }
        wake.finish()
        if let sender {
            sender.cancel()
            await sender.value
        }
        return takeUnsent()
    }
}
