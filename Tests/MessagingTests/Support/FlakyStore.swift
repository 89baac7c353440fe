import Messaging
import OMSKernel
import Synchronization

/// An outbox that fails now and then, with or without the effect of the call.
final class FlakyStore: OutboxStore {
    struct Away: Error {}

    private let store: any OutboxStore
    private let moment: KillSwitch.Moment
    private let failingSettles: Mutex<Int>
    private let isAway = Mutex(false)

    init(store: any OutboxStore, failingSettles: Int = 0, moment: KillSwitch.Moment = .before) {
        self.store = store
        self.moment = moment
        self.failingSettles = Mutex(failingSettles)
    }

    /// While it is set, every call fails.
    func setAway(_ value: Bool) { isAway.withLock { $0 = value } }

    private func check() throws {
        if isAway.withLock({ $0 }) { throw Away() }
    }

    func acquireLease(holder: String, now: Timestamp, expiry: Timestamp) async throws -> Bool {
        try check()
        return try await store.acquireLease(holder: holder, now: now, expiry: expiry)
    }

    func releaseLease(holder: String) async throws {
        try check()
        try await store.releaseLease(holder: holder)
    }

    func dueMessages(now: Timestamp, limit: Int) async throws -> [OutboxMessage] {
        try check()
        return try await store.dueMessages(now: now, limit: limit)
    }

    func settle(_ results: [OutboxResult], now: Timestamp) async throws {
        try check()
        let fails = failingSettles.withLock { left in
            left -= 1
            return left >= 0
        }
        if !fails || moment == .after { try await store.settle(results, now: now) }
        if fails { throw Away() }
    }

    func depth() async throws -> OutboxDepth { try await store.depth() }

    func deadLetters(after: Int64?, limit: PageLimit) async throws -> Page<DeadLetter, Int64> {
        try await store.deadLetters(after: after, limit: limit)
    }

    func retryDeadLetter(_ position: Int64, now: Timestamp) async throws -> Int {
        try await store.retryDeadLetter(position, now: now)
    }

    func retryDeadLetters(limit: Int, now: Timestamp) async throws -> Int {
        try await store.retryDeadLetters(limit: limit, now: now)
    }
}
