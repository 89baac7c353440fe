import Messaging
import OMSKernel
import StorageTestKit
import Synchronization
import TestSupport
import Testing

@Suite struct RelayLeaseTests {
    let fixture = RelayFixture()

    @Test func `one relays, the other stands by, and takes over when the lease expires`() async {
        let consumer = Consumer()
        let (one, two) = (fixture.relay(consumer, holder: "one"), fixture.relay(consumer, holder: "two"))
        #expect(await one.pass() == .idle)
        #expect(await two.pass() == .standby)
        #expect(two.health.activity == .standby)
        fixture.append("a1")
        fixture.time.advance(by: .seconds(14))
        #expect(await two.pass() == .standby)
        fixture.time.advance(by: .seconds(1))
        #expect(await two.pass() == .worked(isFull: false))
        #expect(await one.pass() == .standby)
        #expect(consumer.deliveries == ["a1"])
    }

    @Test func `the lease is renewed during a long delivery`() async throws {
        let time = fixture.time
        let consumer = Consumer { _ in
            // A minute in which the delivering relay gets to renew.
            for _ in 0..<60 { await time.advanceSleepers(by: .seconds(1)) }
            return nil
        }
        fixture.append("a1")
        let relay = fixture.relay(consumer)
        #expect(await relay.pass() == .worked(isFull: false))
        let other = try await fixture.outbox.acquireLease(holder: "x", now: time.now(), expiry: time.now())
        #expect(!other)
    }

    @Test func `losing the lease interrupts the delivery without counting an attempt`() async throws {
        let (time, outbox) = (fixture.time, fixture.outbox)
        let consumer = Consumer { message in
            if message.messageID == "a1" { return nil }
            if message.messageID == "a2" {
                // The machine slept for longer than the lease, and another process took it.
                time.advance(by: .seconds(20))
                _ = try? await outbox.acquireLease(
                    holder: "two",
                    now: time.now(),
                    expiry: time.now().advanced(by: .seconds(15))
                )
            }
            _ = await eventually(pause: .zero) {
                time.advance(by: .milliseconds(1))
                return Task.isCancelled
            }
            return DeliveryFailure(reason: "cancelled", isRetryable: false)
        }
        var fixture = fixture
        fixture.policy.concurrency = 1
        fixture.append("a1 a2 b1 c1")
        let relay = fixture.relay(consumer)
        #expect(await relay.pass() == .worked(isFull: false))
        #expect(consumer.deliveries == ["a1"])
        let due = try await outbox.dueMessages(now: time.now(), limit: 10)
        #expect(due.map(\.messageID) == ["a2", "b1", "c1"])
        #expect(due.map(\.attempts) == [0, 0, 0])
        #expect(await relay.pass() == .standby)
    }

    @Test func `two relays whose clocks disagree lose nothing and keep the order`() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("two relays: seed \(seed)")
        for round in 0..<20 {
            let fixture = RelayFixture()
            let consumer = Consumer { _ in
                for _ in 0..<3 { await Task.yield() }
                return nil
            }
            let one = fixture.relay(consumer, holder: "one")
            // This one believes that every lease of the other has expired.
            let ahead = SkewedTime(time: fixture.time, ahead: .seconds(40))
            let two = fixture.relay(consumer, holder: "two", time: ahead)
            let appended = try await Schedule.run([one, two], on: fixture, seed: seed &+ UInt64(round))
            for (key, count) in appended {
                #expect(consumer.firstDeliveries(of: key) == Array(1...count), "seed \(seed), round \(round)")
            }
        }
    }
}

/// Appends messages at random moments while several relays work at once.
private enum Schedule {
    /// - Returns: how many messages each key got.
    static func run(_ relays: [OutboxRelay], on fixture: RelayFixture, seed: UInt64) async throws -> [String: Int64] {
        var random = SeededRandom(seed: seed)
        var counts: [String: Int64] = [:]
        for _ in 0..<30 {
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let key = ["a", "b", "c", "d"].randomElement(using: &random) ?? "a"
                counts[key, default: 0] += 1
                fixture.outbox.append([Messages.new(key, counts[key, default: 0])])
            }
            await withTaskGroup(of: Void.self) { group in
                for relay in relays { group.addTask { _ = await relay.pass() } }
            }
            fixture.time.advance(by: .milliseconds(Int.random(in: 0...8_000, using: &random)))
        }
        for _ in 0..<50 where try await fixture.outbox.depth().undelivered > 0 {
            for relay in relays { _ = await relay.pass() }
            fixture.time.advance(by: .seconds(5))
        }
        #expect(try await fixture.outbox.depth() == OutboxDepth(undelivered: 0, oldest: nil, dead: 0), "seed \(seed)")
        return counts
    }
}
