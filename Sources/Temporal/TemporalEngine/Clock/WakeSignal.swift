import Synchronization

/// Wakes one sleeper: a signal that came while nobody slept is not lost.
package final class WakeSignal: Sendable {
    private struct State {
        var isSet = false
        var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    package init() {}

    /// Wakes the sleeper, or lets the next one pass.
    package func set() {
        let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let sleeper = state.sleeper else {
                state.isSet = true
                return nil
            }
            state.sleeper = nil
            return sleeper
        }
        sleeper?.resume()
    }

    /// Returns at the next signal, or when the task is cancelled. One task may wait at a time.
    package func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let passes = state.withLock { state -> Bool in
                    if state.isSet || Task.isCancelled {
                        state.isSet = false
                        return true
                    }
                    state.sleeper = continuation
                    return false
                }
                if passes { continuation.resume() }
            }
        } onCancel: {
            set()
        }
    }

    /// Returns at the next signal or at that time, whichever comes first.
    package func wait(until time: EngineTime, on clock: any EngineClock) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait() }
            group.addTask { try? await clock.sleep(until: time) }
            await group.next()
            group.cancelAll()
        }
    }
}
