import TemporalEngine
import TestSupport
import Testing

@Suite struct TimerQueueTests {
    private func key(_ number: Int) -> RunKey {
        RunKey(namespace: "n", namespaceID: "n", workflowID: "w\(number)", runID: "r\(number)")
    }

    @Test func `times come up in order, each run once`() {
        let timers = TimerQueue(capacity: 100)
        timers.set(key(1), due: EngineTime(seconds: 30))
        timers.set(key(2), due: EngineTime(seconds: 10))
        timers.set(key(3), due: EngineTime(seconds: 20))
        timers.set(key(1), due: EngineTime(seconds: 5))
        timers.set(key(3), due: nil)
        #expect(timers.take(until: EngineTime(seconds: 4), limit: 10) == [])
        #expect(timers.take(until: EngineTime(seconds: 40), limit: 10) == [key(1), key(2)])
        #expect(timers.count == 0)
    }

    @Test func `the order holds whatever was set and changed before`() {
        var random = SeededRandom.announced(for: "TimerQueueTests")
        for _ in 0..<50 {
            let timers = TimerQueue(capacity: 1_000)
            var expected: [Int: Int64] = [:]
            for _ in 0..<300 {
                let number = Int.random(in: 0..<60, using: &random)
                let due = Bool.random(using: &random) ? Int64.random(in: 0..<1_000, using: &random) : nil
                timers.set(key(number), due: due.map { EngineTime(nanoseconds: $0) })
                expected[number] = due
            }
            let taken = timers.take(until: .distantFuture, limit: .max)
            #expect(taken.count == expected.count)
            let dues = taken.compactMap { run in expected.first { key($0.key) == run }?.value }
            #expect(dues == dues.sorted())
        }
    }

    @Test func `what does not fit is read again when its time comes`() {
        let timers = TimerQueue(capacity: 2)
        for number in 1...3 { timers.set(key(number), due: EngineTime(seconds: Int64(number * 10))) }
        #expect(timers.count == 2)
        #expect(!timers.needsReading(at: EngineTime(seconds: 29)))
        #expect(timers.needsReading(at: EngineTime(seconds: 30)))
        // A time that the database does not know stays.
        timers.set(key(4), due: EngineTime(seconds: 50), isStored: false)
        #expect(timers.count == 3)
    }

    @Test func `a wait ends when its time comes`() async throws {
        let clock = ManualClock(EngineTime(seconds: 0))
        let timers = TimerQueue(capacity: 10)
        timers.set(key(1), due: EngineTime(seconds: 10))
        // The time that was just set lets one wait pass.
        await timers.wait(on: clock)
        async let waited: Void = timers.wait(on: clock)
        try #require(await eventually { clock.sleeperCount > 0 })
        clock.advance(by: .seconds(10))
        await waited
        #expect(timers.take(until: clock.now(), limit: 1) == [key(1)])
    }

    @Test func `a wait ends when an earlier time is set`() async throws {
        let clock = ManualClock(EngineTime(seconds: 0))
        let timers = TimerQueue(capacity: 10)
        timers.set(key(1), due: EngineTime(seconds: 1_000))
        await timers.wait(on: clock)
        async let waited: Void = timers.wait(on: clock)
        try #require(await eventually { clock.sleeperCount > 0 })
        timers.set(key(2), due: EngineTime(seconds: 5))
        await waited
        #expect(clock.now() == EngineTime(seconds: 0))
    }
}
