import Synchronization

/// A value that one task waits for and another gives, once.
final class Promise<Value: Sendable>: Sendable {
    private enum State {
        case open
        case waiting(CheckedContinuation<Value?, Never>)
        case kept(Value?)

        var isKept: Bool {
            if case .kept = self { return true }
            return false
        }
    }

    private let state = Mutex(State.open)

    /// Gives the value; later ones are ignored.
    func keep(_ value: Value) {
        settle(value)
    }

    /// Waits for the value.
    ///
    /// - Parameter deadline: when to give up.
    /// - Returns: the value; nil when the time is over or the task was cancelled.
    func value(until deadline: ContinuousClock.Instant) async -> Value? {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await Task.sleep(until: deadline, clock: .continuous)
                self.settle(nil)
            }
            let value = await wait()
            group.cancelAll()
            return value
        }
    }

    private func wait() async -> Value? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let kept = state.withLock { state -> Value?? in
                    if case .kept(let value) = state { return .some(value) }
                    state = .waiting(continuation)
                    return nil
                }
                if let kept { continuation.resume(returning: kept) }
            }
        } onCancel: {
            settle(nil)
        }
    }

    private func settle(_ value: Value?) {
        let waiting = state.withLock { state -> CheckedContinuation<Value?, Never>? in
            defer { if !state.isKept { state = .kept(value) } }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume(returning: value)
    }
}
