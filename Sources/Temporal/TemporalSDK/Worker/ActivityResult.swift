import Synchronization
import TemporalAPI

/// What an activity's code came to, waited for by the one who reports it. The first word counts, so that code which
/// never ends can be left behind.
final class ActivityResult: Sendable {
    private enum State {
        case open(CheckedContinuation<Result<APIPayload, any Error>, Never>?)
        case settled(Result<APIPayload, any Error>)
    }

    private let state = Mutex(State.open(nil))

    /// Settles it, unless it is settled already.
    func settle(_ result: Result<APIPayload, any Error>) {
        let waiter: CheckedContinuation<Result<APIPayload, any Error>, Never>? = state.withLock { state in
            guard case .open(let waiter) = state else { return nil }
            state = .settled(result)
            return waiter
        }
        waiter?.resume(returning: result)
    }

    /// Waits for it, whether or not this task is cancelled meanwhile. Called once.
    func value() async throws -> APIPayload {
        try await withCheckedContinuation { continuation in
            let settled: Result<APIPayload, any Error>? = state.withLock { state in
                if case .settled(let result) = state { return result }
                state = .open(continuation)
                return nil
            }
            if let settled { continuation.resume(returning: settled) }
        }.get()
    }
}

/// The worker stopped and did not wait for an activity any longer.
struct ActivityAbandonedError: Error {}
