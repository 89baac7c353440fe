import Synchronization

/// The way back of a call's result: the first answer counts, whether the caller waits already or not yet.
final class Reply<Value: Sendable>: Sendable {
    private enum State {
        case pending
        case waiting(CheckedContinuation<Value, any Error>)
        case cancelledBeforeWaiting
        case finished
    }

    private let state = Mutex(State.pending)

    /// - Returns: whether the work is still wanted; when not, the caller has its answer.
    func wait(_ continuation: CheckedContinuation<Value, any Error>) -> Bool {
        let isWanted = state.withLock { state in
            guard case .pending = state else {
                state = .finished
                return false
            }
            state = .waiting(continuation)
            return true
        }
        if !isWanted { continuation.resume(throwing: CancellationError()) }
        return isWanted
    }

    func finish(_ result: Result<Value, any Error>) {
        let continuation: CheckedContinuation<Value, any Error>? = state.withLock { state in
            guard case .waiting(let continuation) = state else { return nil }
            state = .finished
            return continuation
        }
        continuation?.resume(with: result)
    }

    /// Notes a cancellation that came before the caller waits.
    func cancelIfPending() {
        state.withLock { state in
            if case .pending = state { state = .cancelledBeforeWaiting }
        }
    }
}
