import Synchronization
package import TemporalEngine

/// A clock that goes on as the machine's does, and leaps ahead when it is told to.
package final class SkippingClock: EngineClock {
    private struct State {
        var skipped = Duration.zero
        /// How often the time was asked for: whoever changes something asks.
        var readings: UInt64 = 0
        var sleepers: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var lastID: UInt64 = 0
    }

    private let machine = SystemEngineClock()
    private let state = Mutex(State())

    package init() {}

    package func now() -> EngineTime {
        let skipped = state.withLock { state in
            state.readings += 1
            return state.skipped
        }
        return machine.now() + skipped
    }

    /// The time, for an onlooker: it does not count as a reading.
    package var current: EngineTime { machine.now() + state.withLock { $0.skipped } }

    /// How often ``now()`` was called.
    package var readings: UInt64 { state.withLock { $0.readings } }

    /// Leaps ahead unless somebody read the time since.
    ///
    /// - Parameters:
    ///   - time: where to; a time that is over changes nothing.
    ///   - readings: what ``readings`` was when it was found that nothing moves.
    /// - Returns: whether it is that time now.
    package func leap(to time: EngineTime, unlessReadSince readings: UInt64) -> Bool {
        let woken = state.withLock { state -> [CheckedContinuation<Void, Never>]? in
            guard state.readings == readings else { return nil }
            let distance = time - (machine.now() + state.skipped)
            if distance > .zero { state.skipped += distance }
            defer { state.sleepers = [:] }
            return Array(state.sleepers.values)
        }
        guard let woken else { return false }
        for sleeper in woken { sleeper.resume() }
        return true
    }

    package func sleep(until time: EngineTime) async throws {
        while time > current {
            try Task.checkCancellation()
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await self.machine.sleep(until: self.machine.now() + (time - self.current)) }
                group.addTask { await self.nextLeap(before: time) }
                await group.next()
                group.cancelAll()
            }
        }
    }

    /// Returns at the next leap, at once when it is that time already, or when the task is cancelled.
    private func nextLeap(before time: EngineTime) async {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let passes = state.withLock { state -> Bool in
                    guard !Task.isCancelled, machine.now() + state.skipped < time else { return true }
                    state.sleepers[id] = continuation
                    return false
                }
                if passes { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.resume()
        }
    }
}
