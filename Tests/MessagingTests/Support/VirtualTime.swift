import Messaging
import OMSKernel
import Synchronization
import TestSupport

/// Time that stands still until it is advanced; those who sleep wake when their moment comes.
final class VirtualTime: RelayTime {
    static let start = Timestamp(milliseconds: 1_800_000_000_000)

    private struct State {
        var now = VirtualTime.start
        var lastID = 0
        var sleepers: [Int: (until: Timestamp, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    func now() -> Timestamp { state.withLock { $0.now } }

    /// How many sleep now.
    var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Advances once somebody sleeps, so that time does not run away from a task that was not scheduled yet.
    func advanceSleepers(by duration: Duration) async {
        _ = await eventually { sleeperCount > 0 }
        advance(by: duration)
    }

    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.until <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    func sleep(for duration: Duration) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return true }
                    state.sleepers[id] = (state.now.advanced(by: duration), continuation)
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: id)
                if sleeper == nil { state.cancelled.insert(id) }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}

/// The time as somebody sees it whose clock is ahead.
struct SkewedTime: RelayTime {
    let time: VirtualTime
    let ahead: Duration

    func now() -> Timestamp { time.now().advanced(by: ahead) }
    func sleep(for duration: Duration) async throws { try await time.sleep(for: duration) }
}
