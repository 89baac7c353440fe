import Messaging
import OMSKernel
import StorageTestKit
import Synchronization
import TestSupport
import Testing

/// The relay is killed at every step of generated schedules, before and after the step's effect, and started
/// again as another process.
@Suite struct RelayCrashTests {
    @Test func `killed between any two steps, nothing is lost and nothing is skipped`() async throws {
        let base = UInt64.random(in: 0 ... .max)
        print("relay crash test: seed \(base)")
        for seed in (0..<20).map({ base &+ $0 }) {
            let steps = try await CrashSchedule(seed: seed).run(killAt: nil)
            #expect(steps > 20, "seed \(seed): the schedule has too few steps to mean something")
            for step in 1...steps {
                for moment in KillSwitch.Moment.allCases {
                    try await CrashSchedule(seed: seed).run(killAt: (step, moment))
                }
            }
        }
    }
}

private struct CrashSchedule {
    let seed: UInt64
    let fixture: RelayFixture
    let consumer: Consumer
    private var random: SeededRandom

    init(seed: UInt64) {
        self.seed = seed
        random = SeededRandom(seed: seed)
        var fixture = RelayFixture()
        fixture.policy.batchSize = Int.random(in: 1...8, using: &random)
        fixture.policy.concurrency = Int.random(in: 1...3, using: &random)
        fixture.policy.maximumAttempts = 3
        self.fixture = fixture
        let chance = Mutex(SeededRandom(seed: ~seed))
        consumer = Consumer { _ in
            switch chance.withLock({ Int.random(in: 0..<100, using: &$0) }) {
            case 0..<15: DeliveryFailure(reason: "away", isRetryable: true)
            case 15..<20: DeliveryFailure(reason: "refused", isRetryable: false)
            default: nil
            }
        }
    }

    /// Runs until everything is delivered, with one kill on the way.
    /// - Returns: how many steps the first process took.
    @discardableResult
    func run(killAt plan: (step: Int, moment: KillSwitch.Moment)?) async throws -> Int {
        var random = random
        var counts: [String: Int64] = [:]
        let first = KillSwitch(at: plan)
        var kill = first
        var relay = process(kill, number: 1)
        var rounds = 0
        repeat {
            rounds += 1
            if rounds <= 8 { append(&counts, using: &random) }
            _ = await relay.pass()
            if kill.isKilled {
                kill = KillSwitch()
                relay = process(kill, number: 2)
                fixture.time.advance(by: .seconds(15))
            }
            fixture.time.advance(by: .milliseconds(Int.random(in: 0...2_000, using: &random)))
            if rounds.isMultiple(of: 10) {
                _ = try await fixture.outbox.retryDeadLetters(limit: 2, now: fixture.time.now())
            }
            if rounds >= 8, try await isEmpty() { break }
        } while rounds < 2_000
        try await check(counts, plan: plan)
        return first.steps
    }

    private func process(_ kill: KillSwitch, number: Int) -> OutboxRelay {
        fixture.relay(
            KillableTransport(transport: consumer, kill: kill),
            store: KillableStore(store: fixture.outbox, kill: kill),
            holder: "process \(number)"
        )
    }

    private func append(_ counts: inout [String: Int64], using random: inout SeededRandom) {
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let key = ["a", "b", "c"].randomElement(using: &random) ?? "a"
            counts[key, default: 0] += 1
            fixture.outbox.append([Messages.new(key, counts[key, default: 0])])
        }
    }

    private func isEmpty() async throws -> Bool {
        let depth = try await fixture.outbox.depth()
        return depth.undelivered == 0 && depth.dead == 0
    }

    private func check(_ counts: [String: Int64], plan: (step: Int, moment: KillSwitch.Moment)?) async throws {
        let what = "seed \(seed), killed at \(plan.map { "step \($0.step) \($0.moment)" } ?? "no step")"
        #expect(try await isEmpty(), "\(what): something is left in the outbox")
        for (key, count) in counts {
            #expect(consumer.firstDeliveries(of: key) == Array(1...count), "\(what): key \(key)")
        }
    }
}
