import Messaging
import OMSKernel
import Synchronization

/// Counts the steps of one process and ends it at one of them: from then on every call throws, as if the
/// process were gone.
final class KillSwitch: Sendable {
    enum Moment: CaseIterable, Sendable {
        /// The step has no effect.
        case before
        /// The step has its effect, and nobody learns of it.
        case after
    }

    struct Killed: Error {}

    private struct State {
        var steps = 0
        var isKilled = false
    }

    private let plan: (step: Int, moment: Moment)?
    private let state = Mutex(State())

    init(at plan: (step: Int, moment: Moment)? = nil) {
        self.plan = plan
    }

    var steps: Int { state.withLock { $0.steps } }
    var isKilled: Bool { state.withLock { $0.isKilled } }

    func step<Result>(_ body: () async throws -> Result) async throws -> Result {
        let kills = try state.withLock { state -> Moment? in
            if state.isKilled { throw Killed() }
            state.steps += 1
            let moment = plan?.step == state.steps ? plan?.moment : nil
            if moment == .before { state.isKilled = true }
            return moment
        }
        if kills == .before { throw Killed() }
        let result = try await body()
        guard kills == .after else { return result }
        state.withLock { $0.isKilled = true }
        throw Killed()
    }
}

/// An outbox whose calls are steps of a process that may be killed.
struct KillableStore: OutboxStore {
    let store: any OutboxStore
    let kill: KillSwitch

    func acquireLease(holder: String, now: Timestamp, expiry: Timestamp) async throws -> Bool {
        try await kill.step { try await store.acquireLease(holder: holder, now: now, expiry: expiry) }
    }

    func releaseLease(holder: String) async throws {
        try await kill.step { try await store.releaseLease(holder: holder) }
    }

    func dueMessages(now: Timestamp, limit: Int) async throws -> [OutboxMessage] {
        try await kill.step { try await store.dueMessages(now: now, limit: limit) }
    }

    func settle(_ results: [OutboxResult], now: Timestamp) async throws {
        try await kill.step { try await store.settle(results, now: now) }
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

/// A transport of which each message is a step of a process that may be killed.
struct KillableTransport: EventTransport {
    let name = "killable"
    let transport: any EventTransport
    let kill: KillSwitch

    func deliver(_ messages: [OutboxMessage]) async -> DeliveryReport {
        for (index, message) in messages.enumerated() {
            guard let report = try? await kill.step({ await transport.deliver([message]) }) else {
                return DeliveryReport(
                    delivered: index,
                    failure: DeliveryFailure(reason: "killed", isRetryable: true)
                )
            }
            if report.delivered == 0 { return DeliveryReport(delivered: index, failure: report.failure) }
        }
        return DeliveryReport(delivered: messages.count, failure: nil)
    }
}
