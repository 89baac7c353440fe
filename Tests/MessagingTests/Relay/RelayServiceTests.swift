import Logging
import Messaging
import OMSKernel
import ServiceLifecycle
import ServiceLifecycleTestKit
import StorageTestKit
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct RelayServiceTests {
    let fixture = RelayFixture()

    /// Runs a relay while a body works with it, then cancels it.
    private func running(_ relay: OutboxRelay, _ body: () async throws -> Void) async rethrows {
        let task = Task { await relay.run() }
        defer { task.cancel() }
        try await body()
    }

    @Test func `a wake-up is answered before the poll comes`() async {
        var fixture = fixture
        fixture.policy.pollInterval = .seconds(1_000_000)
        let consumer = Consumer()
        let relay = fixture.relay(consumer)
        await running(relay) {
            // It found nothing and waits for the poll.
            #expect(await eventually { fixture.time.sleeperCount > 0 })
            fixture.append("a1")
            relay.wake()
            #expect(await fixture.advanceUntil { consumer.deliveries == ["a1"] })
            #expect(fixture.time.now().duration(since: VirtualTime.start) < fixture.policy.pollInterval)
        }
    }

    @Test func `without a wake-up the poll finds it`() async {
        let consumer = Consumer()
        let relay = fixture.relay(consumer)
        await running(relay) {
            fixture.append("a1")
            #expect(await fixture.advanceUntil { consumer.deliveries == ["a1"] })
            fixture.append("b1")
            #expect(await fixture.advanceUntil { consumer.deliveries == ["a1", "b1"] })
        }
    }

    @Test func `while the store is away the relay goes on trying, says so and recovers`() async {
        let consumer = Consumer()
        let store = FlakyStore(store: fixture.outbox)
        let relay = fixture.relay(consumer, store: store)
        store.setAway(true)
        await running(relay) {
            fixture.append("a1")
            #expect(await fixture.advanceUntil { relay.health.isStuck })
            #expect(relay.health.activity == .storeUnavailable)
            #expect(fixture.time.now().duration(since: VirtualTime.start) > fixture.policy.stuckAfter)
            store.setAway(false)
            #expect(await fixture.advanceUntil { consumer.deliveries == ["a1"] })
            #expect(await fixture.advanceUntil { relay.health.activity == .relaying })
            #expect(!relay.health.isStuck)
        }
    }

    @Test func `a transport that hangs makes the relay stuck, an idle relay never is`() async {
        let consumer = Consumer { message in
            while message.messageID == "a1", !Task.isCancelled { try? await Task.sleep(for: .milliseconds(1)) }
            return nil
        }
        let relay = fixture.relay(consumer)
        await running(relay) {
            for _ in 0..<40 {
                await fixture.time.advanceSleepers(by: .seconds(10))
                #expect(!relay.health.isStuck)
            }
            fixture.append("a1")
            #expect(await fixture.advanceUntil { relay.health.isStuck })
        }
    }

    @Test func `a graceful shutdown finishes the batch in hand, settles it and gives the lease back`() async throws {
        let (started, start) = AsyncStream<Void>.makeStream()
        let (finish, finishing) = AsyncStream<Void>.makeStream()
        let consumer = Consumer { _ in
            start.yield()
            for await _ in finish { break }
            return nil
        }
        var fixture = fixture
        fixture.policy.batchSize = 1
        fixture.append("a1 b1")
        let relay = fixture.relay(consumer)
        await testGracefulShutdown { trigger in
            let task = Task { await relay.run() }
            for await _ in started { break }
            trigger.triggerGracefulShutdown()
            finishing.yield()
            await task.value
        }
        #expect(consumer.deliveries == ["a1"])
        #expect(relay.health.activity == .stopped)
        #expect(!relay.health.isStuck)
        let due = try await fixture.outbox.dueMessages(now: fixture.time.now(), limit: 10)
        #expect(due.map(\.messageID) == ["b1"])
        let now = fixture.time.now()
        #expect(try await fixture.outbox.acquireLease(holder: "next", now: now, expiry: now))
    }

    @Test func `an idle relay ends at once when asked`() async {
        let relay = fixture.relay(Consumer())
        await testGracefulShutdown { trigger in
            let task = Task { await relay.run() }
            _ = await eventually { relay.health.activity == .relaying }
            trigger.triggerGracefulShutdown()
            await task.value
        }
        #expect(relay.health.activity == .stopped)
    }
}
