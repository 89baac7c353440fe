import Synchronization
import TemporalEngine

/// A clock that stands still until a test moves it.
final class ManualClock: EngineClock {
    private struct State {
        var now: EngineTime
        var sleepers: [UInt64: (until: EngineTime, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var lastID: UInt64 = 0
    }

    private let state: Mutex<State>

    init(_ now: EngineTime = EngineTime(seconds: 1_800_000_000)) {
        state = Mutex(State(now: now))
    }

    func now() -> EngineTime { state.withLock { $0.now } }

    var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    func sleep(until time: EngineTime) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = state.withLock { state -> Bool in
                    guard time > state.now, !Task.isCancelled else { return true }
                    state.sleepers[id] = (time, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.now = state.now + duration
            let due = state.sleepers.filter { $0.value.until <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }
}
