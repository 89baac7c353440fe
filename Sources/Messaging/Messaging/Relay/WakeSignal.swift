import Synchronization

/// Wakes one waiter. Signals that come while nobody waits fall together into one that the next waiter finds.
package final class WakeSignal: Sendable {
    private enum State {
        case quiet
        case signalled
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.quiet)

    package init() {}

    package func signal() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .waiting(let waiter) = state else {
                state = .signalled
                return nil
            }
            state = .quiet
            return waiter
        }
        waiter?.resume()
    }

    /// Returns at a signal or when the task is cancelled. Only one task may wait at a time; a second one
    /// takes the first one's place and wakes it.
    package func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state -> CheckedContinuation<Void, Never>? in
                    switch state {
                    case .signalled:
                        state = .quiet
                        return continuation
                    case .waiting(let other):
                        state = .waiting(continuation)
                        return other
                    case .quiet:
                        if Task.isCancelled { return continuation }
                        state = .waiting(continuation)
                        return nil
                    }
                }
                ready?.resume()
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
                guard case .waiting(let waiter) = state else { return nil }
                state = .quiet
                return waiter
            }
            waiter?.resume()
        }
    }

    /// Returns at a signal, or when a time is over.
    /// - Parameters:
    ///   - duration: the longest wait.
    ///   - clock: measures it.
    /// - Throws: that the task was cancelled.
    package func wait(atMost duration: Duration, clock: any Clock<Duration>) async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait() }
            group.addTask { try? await clock.sleep(for: duration) }
            await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }
}
