import Logging
import Messaging
import OMSKernel
import StorageTestKit
import TestSupport

/// A memory outbox, a virtual clock and relays on them.
struct RelayFixture {
    let outbox = MemoryOutboxStore()
    let time = VirtualTime()
    var policy = RelayPolicy()

    func relay(
        _ transport: any EventTransport,
        store: (any OutboxStore)? = nil,
        holder: String = "one",
        time: (any RelayTime)? = nil,
        logger: Logger = silentLogger
    ) -> OutboxRelay {
        OutboxRelay(
            store: store ?? outbox,
            transports: [OutboxMessage.eventsDestination: transport],
            policy: policy,
            holder: holder,
            time: time ?? self.time,
            jitter: { 1 },
            logger: logger
        )
    }

    func append(_ ids: String) {
        outbox.append(Messages.stored(ids).map { Messages.new($0.orderingKey, $0.sequence) })
    }

    /// Advances time in small steps, while somebody sleeps, until a condition holds.
    func advanceUntil(_ condition: () async throws -> Bool) async rethrows -> Bool {
        try await eventually(pause: .zero) {
            if try await condition() { return true }
            if time.sleeperCount > 0 { time.advance(by: .milliseconds(20)) }
            return false
        }
    }
}
