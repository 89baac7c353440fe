import OMSKernel
import Synchronization

/// Takes the right to relay, keeps it while work goes on, and knows until when it is held for certain.
final class LeaseKeeper: Sendable {
    private struct Held {
        var until: Timestamp
        var renewAt: Timestamp
    }

    private let store: any OutboxStore
    private let time: any RelayTime
    private let holder: String
    private let duration: Duration
    private let held = Mutex<Held?>(nil)

    init(store: any OutboxStore, time: any RelayTime, holder: String, duration: Duration) {
        self.store = store
        self.time = time
        self.holder = holder
        self.duration = duration
    }

    /// Whether this process has the right; the store is asked only after a third of the lease, so that an idle
    /// relay does not write at every look.
    func hold() async throws -> Bool {
        let now = time.now()
        if let held = held.withLock({ $0 }), now < held.renewAt { return true }
        let has = try await store.acquireLease(holder: holder, now: now, expiry: now.advanced(by: duration))
        held.withLock { held in
            held = has ? Held(until: now.advanced(by: duration), renewAt: now.advanced(by: duration / 3)) : nil
        }
        return has
    }

    /// Renews the right until the task is cancelled or the right is lost.
    /// - Returns: whether it was lost: another holder has it, or the store could not be asked until it expired.
    func keep() async -> Bool {
        while !Task.isCancelled {
            guard let held = held.withLock({ $0 }) else { return true }
            let wait = max(held.renewAt.duration(since: time.now()), duration / 30)
            guard (try? await time.sleep(for: wait)) != nil else { return false }
            let has = (try? await hold()) ?? (time.now() < held.until)
            if !has { return !Task.isCancelled }
        }
        return false
    }

    /// Gives the right back, as far as the store can be reached.
    func release() async {
        let had = held.withLock { held in
            defer { held = nil }
            return held != nil
        }
        if had { try? await store.releaseLease(holder: holder) }
    }
}
