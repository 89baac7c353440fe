import Synchronization

/// Lets one task in at a time, in the order they came.
final class AsyncLock: Sendable {
    private struct State {
        var isHeld = false
        var waiting = FIFO<CheckedContinuation<Bool, Never>>()
    }

    private let state = Mutex(State())

    /// Waits for the lock. Cancelling does not end the wait: whoever holds it is soon done.
    ///
    /// - Parameter limit: how many may wait; one more is turned away.
    /// - Returns: whether the lock is held now.
    func acquire(limit: Int) async -> Bool {
        let isFree = state.withLock { state -> Bool in
            guard !state.isHeld else { return false }
            state.isHeld = true
            return true
        }
        if isFree { return true }
        return await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> Bool? in
                guard state.isHeld else {
                    state.isHeld = true
                    return true
                }
                guard state.waiting.count < limit else { return false }
                state.waiting.append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// Lets the next one in.
    func release() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            let next = state.waiting.popFirst()
            state.isHeld = next != nil
            return next
        }
        next?.resume(returning: true)
    }
}
