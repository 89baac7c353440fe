import Synchronization

/// A bounded number of tasks that may run at once. Waiters are served in the order they came.
package final class SlotPool: Sendable {
    /// The right to run one task; it must be released, and once.
    package struct Slot: Sendable {
        fileprivate let pool: SlotPool

        package func release() { pool.release() }
    }

    private struct State {
        var free: Int
        var nextID = 0
        var waiters: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    }

    package let limit: Int
    private let state: Mutex<State>

    package init(limit: Int) {
        self.limit = max(1, limit)
        state = Mutex(State(free: self.limit))
    }

    package var free: Int { state.withLock { $0.free } }

    /// How many wait for a slot.
    package var waiting: Int { state.withLock { $0.waiters.count } }

    /// A slot if one is free at once.
    package func tryAcquire() -> Slot? {
        state.withLock { state in
            guard state.free > 0, state.waiters.isEmpty else { return false }
            state.free -= 1
            return true
        } ? Slot(pool: self) : nil
    }

    /// Waits for a slot. Throws `CancellationError` when this task is cancelled before there is one.
    package func acquire() async throws -> Slot {
        if let slot = tryAcquire() { return slot }
        let id = state.withLock { state in
            defer { state.nextID += 1 }
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(id, continuation)
            }
        } onCancel: {
            cancel(id)
        }
        return Slot(pool: self)
    }

    private func enqueue(_ id: Int, _ continuation: CheckedContinuation<Void, any Error>) {
        let outcome = state.withLock { state -> Result<Void, any Error>? in
            // Cancellation that came first is seen here, the one that comes later finds the waiter.
            if Task.isCancelled { return .failure(CancellationError()) }
            if state.free > 0 {
                state.free -= 1
                return .success(())
            }
            state.waiters.append((id, continuation))
            return nil
        }
        if let outcome { continuation.resume(with: outcome) }
    }

    private func cancel(_ id: Int) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0).continuation }
        }
        waiter?.resume(throwing: CancellationError())
    }

    private func release() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard !state.waiters.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiters.removeFirst().continuation
        }
        waiter?.resume()
    }
}
