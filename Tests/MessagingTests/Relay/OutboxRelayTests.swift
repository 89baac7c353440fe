import Messaging
import Metrics
import OMSKernel
import StorageTestKit
import Synchronization
import TestSupport
import Testing

@Suite struct OutboxRelayTests {
    let fixture = RelayFixture()
    let away = DeliveryFailure(reason: "away", isRetryable: true)

    @Test func `a pass delivers what is due and removes it`() async throws {
        let consumer = Consumer()
        let relay = fixture.relay(consumer)
        #expect(await relay.pass() == .idle)
        fixture.append("a1 b1 a2")
        #expect(await relay.pass() == .worked(isFull: false))
        #expect(consumer.firstDeliveries(of: "a") == [1, 2])
        #expect(consumer.firstDeliveries(of: "b") == [1])
        #expect(try await fixture.outbox.depth().undelivered == 0)
        #expect(await relay.pass() == .idle)
    }

    @Test func `a failure stops its key alone, until its next attempt`() async throws {
        let isAway = Mutex(true)
        let consumer = Consumer { message in
            message.messageID == "a1" && isAway.withLock { $0 }
                ? DeliveryFailure(reason: "away", isRetryable: true) : nil
        }
        let relay = fixture.relay(consumer)
        fixture.append("a1 b1 a2 b2")
        _ = await relay.pass()
        #expect(consumer.deliveries.sorted() == ["b1", "b2"])
        isAway.withLock { $0 = false }
        fixture.time.advance(by: .milliseconds(999))
        #expect(await relay.pass() == .idle)
        fixture.time.advance(by: .milliseconds(1))
        _ = await relay.pass()
        #expect(consumer.firstDeliveries(of: "a") == [1, 2])
    }

    @Test func `after ten failures a message dies, its key is parked, and a retry keeps the order`() async throws {
        let isAway = Mutex(true)
        let tries = Mutex(0)
        let consumer = Consumer { message in
            guard message.messageID == "a1", isAway.withLock({ $0 }) else { return nil }
            tries.withLock { $0 += 1 }
            return DeliveryFailure(reason: "away", isRetryable: true)
        }
        let relay = fixture.relay(consumer)
        fixture.append("a1 a2")
        for _ in 0..<30 {
            _ = await relay.pass()
            fixture.time.advance(by: .seconds(300))
        }
        #expect(tries.withLock { $0 } == 10)
        let letters = try await fixture.outbox.deadLetters(after: nil, limit: .standard).elements
        #expect(letters.map(\.message.messageID) == ["a1"])
        #expect(letters.map(\.message.attempts) == [10])
        #expect(letters.map(\.error) == ["away"])
        fixture.append("a3 b1")
        _ = await relay.pass()
        #expect(consumer.deliveries == ["b1"])

        isAway.withLock { $0 = false }
        let position = try #require(letters.first?.message.position)
        #expect(try await fixture.outbox.retryDeadLetter(position, now: fixture.time.now()) == 1)
        _ = await relay.pass()
        #expect(consumer.firstDeliveries(of: "a") == [1, 2, 3])
    }

    @Test func `what can never be delivered dies at once`() async throws {
        let relay = fixture.relay(Consumer { _ in DeliveryFailure(reason: "no such topic", isRetryable: false) })
        fixture.append("a1 a2")
        _ = await relay.pass()
        let depth = try await fixture.outbox.depth()
        #expect(depth.dead == 1)
        #expect(depth.undelivered == 1)
    }

    @Test func `a destination without a transport is tried again`() async throws {
        let relay = OutboxRelay(store: fixture.outbox, transports: [:], time: fixture.time, logger: silentLogger)
        fixture.append("a1")
        _ = await relay.pass()
        let depth = try await fixture.outbox.depth()
        #expect(depth.undelivered == 1)
        #expect(depth.dead == 0)
    }

    @Test func `no more keys are delivered at once than the policy allows`() async {
        var fixture = fixture
        fixture.policy.concurrency = 3
        let running = Mutex((now: 0, most: 0))
        let consumer = Consumer { _ in
            running.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            _ = await eventually { running.withLock { $0.most } >= 3 }
            running.withLock { $0.now -= 1 }
            return nil
        }
        fixture.append("a1 b1 c1 d1 e1 f1 g1 h1 i1")
        _ = await fixture.relay(consumer).pass()
        #expect(consumer.deliveries.count == 9)
        #expect(running.withLock { $0.most } == 3)
    }

    @Test func `a full batch says that there may be more`() async {
        var fixture = fixture
        fixture.policy.batchSize = 2
        fixture.append("a1 b1 c1")
        let relay = fixture.relay(Consumer())
        #expect(await relay.pass() == .worked(isFull: true))
        #expect(await relay.pass() == .worked(isFull: false))
    }

    @Test(arguments: KillSwitch.Moment.allCases)
    func `when settling fails, the outcome is kept and settled before the next look`(
        moment: KillSwitch.Moment
    ) async throws {
        let store = FlakyStore(store: fixture.outbox, failingSettles: 1, moment: moment)
        let consumer = Consumer { $0.messageID == "b1" ? DeliveryFailure(reason: "away", isRetryable: true) : nil }
        let relay = fixture.relay(consumer, store: store)
        fixture.append("a1 b1")
        #expect(await relay.pass() == .storeFailed)
        #expect(await relay.pass() == .idle)
        #expect(consumer.deliveries == ["a1"])
        fixture.time.advance(by: .seconds(1))
        let due = try await fixture.outbox.dueMessages(now: fixture.time.now(), limit: 10)
        #expect(due.map(\.messageID) == ["b1"])
        #expect(due.map(\.attempts) == [1])
    }

    @Test func `it counts deliveries by outcome`() async throws {
        let registry = CountingMetrics()
        let relay = OutboxRelay(
            store: fixture.outbox,
            transports: [
                "events": Consumer { $0.orderingKey == "b" ? DeliveryFailure(reason: "", isRetryable: false) : nil }
            ],
            time: fixture.time,
            logger: silentLogger,
            metrics: registry
        )
        fixture.append("a1 a2 b1")
        fixture.time.advance(by: .seconds(2))
        _ = await relay.pass()
        let counts = registry.counts
        #expect(counts["outbox.deliveries destination=events type=OrderUpdated outcome=delivered"] == 2)
        #expect(counts["outbox.deliveries destination=events type=OrderUpdated outcome=dead"] == 1)
        #expect(counts["outbox.batch.size"] == 3)
        #expect(counts["outbox.delivery.age"] == 4_000_000_000)
    }
}
