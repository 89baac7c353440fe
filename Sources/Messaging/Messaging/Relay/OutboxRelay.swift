package import Logging
package import Metrics
import OMSKernel
import ServiceLifecycle

/// Delivers what the outbox holds: at least once, one message after the other within a key.
///
/// At most one process relays at a time, by a lease in the store. A message leaves the store only after its
/// transport took it, so a relay that dies between any two steps loses nothing. Errors of the store never end
/// it: it says so in the log, waits and goes on.
package final class OutboxRelay: Service {
    private let store: any OutboxStore
    private let policy: RelayPolicy
    private let time: any RelayTime
    private let log: RelayLog
    private let metrics: RelayMetrics
    private let planner: RelayPlanner
    private let lease: LeaseKeeper
    private let delivery: BatchDelivery
    private let signal = WakeSignal()
    private let state: RelayState

    /// Makes a relay that does nothing until it is run.
    /// - Parameters:
    ///   - store: the outbox.
    ///   - transports: by destination; a message for another destination fails and is tried again.
    ///   - policy: sizes and times.
    ///   - holder: the name under which it takes the lease, of this process alone.
    ///   - time: the clock.
    ///   - jitter: 0 up to 1, spreads retries.
    ///   - logger: told of failures, without payloads.
    ///   - metrics: where it counts; nil for the process's own.
    package init(
        store: any OutboxStore,
        transports: [String: any EventTransport],
        policy: RelayPolicy = RelayPolicy(),
        holder: String = OutboxRelay.randomHolder(),
        time: any RelayTime = SystemRelayTime(),
        jitter: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        logger: Logger,
        metrics: (any MetricsFactory)? = nil
    ) {
        let planner = RelayPlanner(policy: policy)
        let lease = LeaseKeeper(store: store, time: time, holder: holder, duration: policy.leaseDuration)
        let state = RelayState()
        self.store = store
        self.policy = policy
        self.time = time
        self.planner = planner
        self.lease = lease
        self.state = state
        self.log = RelayLog(logger: logger)
        self.metrics = RelayMetrics(factory: metrics ?? MetricsSystem.factory)
        delivery = BatchDelivery(
            transports: transports,
            planner: planner,
            lease: lease,
            time: time,
            concurrency: policy.concurrency,
            jitter: jitter,
            onProgress: { state.withPulse { $0.progressed(at: time.now()) } }
        )
    }

    /// A name that no other process has.
    package static func randomHolder() -> String {
        let words = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }
        return "relay-" + words.joined(separator: "-")
    }

    package var health: RelayHealth {
        state.withPulse { $0.health(now: time.now(), stuckAfter: policy.stuckAfter) }
    }

    /// Says that there is something to deliver. Cheap, and many calls fall together into one look.
    package func wake() {
        signal.signal()
    }

    /// Relays until the task is cancelled or a graceful shutdown begins; then the batch in hand is finished and
    /// settled, and the lease given back.
    package func run() async {
        await withGracefulShutdownHandler {
            await relay()
        } onGracefulShutdown: { [state, signal] in
            state.stop()
            signal.signal()
        }
    }

    private func relay() async {
        state.withPulse { $0.started(at: time.now()) }
        var failures = 0
        while !isEnding {
            let pass = await pass()
            failures = pass == .storeFailed ? failures + 1 : 0
            switch pass {
            case .worked(let isFull): if !isFull { await pause(upTo: policy.pollInterval, wakes: true) }
            case .idle: await pause(upTo: policy.pollInterval, wakes: true)
            case .standby: await pause(upTo: policy.pollInterval, wakes: false)
            case .storeFailed: await pause(upTo: planner.storeDelay(failures: failures), wakes: false)
            }
        }
        try? await settle()
        await lease.release()
        note { $0.stopped() }
    }

    private var isEnding: Bool { Task.isCancelled || state.isStopping }

    /// Waits for a time, or until the relay ends or, when `wakes`, is woken.
    private func pause(upTo limit: Duration, wakes: Bool) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [time] in try? await time.sleep(for: limit) }
            group.addTask { [self] in
                repeat { await signal.wait() } while !wakes && !isEnding
                if !isEnding { try? await time.sleep(for: policy.gatherInterval) }
            }
            await group.next()
            group.cancelAll()
        }
    }
}

// MARK: One look

extension OutboxRelay {
    /// What one look at the outbox came to.
    package enum Pass: Sendable, Equatable {
        /// Messages were tried; when the batch was full, there may be more.
        case worked(isFull: Bool)
        case idle
        /// Another process has the right to relay.
        case standby
        case storeFailed
    }

    /// Looks once: takes or keeps the lease, reads what is due, delivers and settles it.
    /// - Returns: what it came to; errors of the store were logged.
    package func pass() async -> Pass {
        do {
            let pass = try await look()
            note { $0.passed(pass == .standby ? .standby : .relaying, at: self.time.now()) }
            return pass
        } catch {
            metrics.storeFailed()
            if !Task.isCancelled { log.storeFailed(error) }
            note { $0.storeFailed() }
            return .storeFailed
        }
    }

    private func look() async throws -> Pass {
        guard try await lease.hold() else {
            // Whoever has the right delivers and settles them again.
            state.unsettled = []
            return .standby
        }
        try await settle()
        let messages = try await store.dueMessages(now: time.now(), limit: policy.batchSize)
        if messages.isEmpty { return .idle }
        let results = await delivery.run(planner.lanes(of: messages))
        log.settled(results)
        metrics.settled(results, now: time.now())
        state.unsettled = results
        try await settle()
        return .worked(isFull: messages.count >= policy.batchSize && !results.isEmpty)
    }

    /// Tells the store what became of the last batch; what cannot be told now is told before the next look.
    private func settle() async throws {
        let results = state.unsettled
        if results.isEmpty { return }
        try await store.settle(results, now: time.now())
        state.unsettled = []
    }

    private func note(_ change: (inout RelayPulse) -> Void) {
        let (before, after) = state.withPulse { pulse in
            let before = pulse.activity
            change(&pulse)
            return (before, pulse.activity)
        }
        if before != after { log.changed(to: after) }
    }
}
