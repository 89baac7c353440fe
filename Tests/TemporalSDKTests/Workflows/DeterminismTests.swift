import TemporalAPI
import TemporalSDK
import TestSupport
import Testing

@Suite
struct DeterminismTests {
    @Test
    func `random programs do the same in every run and at every replay`() throws {
        var random = SeededRandom.announced(for: "random workflow programs")
        for _ in 0..<300 {
            let seed = Int.random(in: 0..<1_000_000_000, using: &random)
            let first = try Self.history(of: seed, triesActivities: true)
            let second = try Self.history(of: seed, triesActivities: true)
            #expect(first.trace == second.trace, "program \(seed)")
            #expect(first.run.history == second.run.history, "program \(seed)")
            #expect(first.run.replay()?.message == nil, "program \(seed)")
            #expect(try Self.replayedTrace(first.run) == first.trace, "program \(seed)")
        }
    }

    /// The order must not depend on how the code was built either: this holds in debug and in release.
    @Test
    func `the order of random programs is the one that is written here`() throws {
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        for seed in 0..<200 {
            for step in try Self.history(of: seed).trace {
                digest = (digest ^ UInt64(bitPattern: Int64(step))) &* 0x0000_0100_0000_01B3
            }
        }
        #expect(digest == 4_856_865_661_705_998_479)
    }

    /// Runs a program to its end, with a world that is made from the same seed.
    private static func history(
        of seed: Int,
        triesActivities: Bool = false
    ) throws -> (run: RunDriver, trace: [Int]) {
        let run = try RunDriver(RandomWorkflow.self, seed)
        // Some attempts succeed, the others leave their activity to the service.
        if triesActivities { run.attempts = { (Int($0.activityID) ?? 0) % 3 == seed % 3 ? nil : APIPayload() } }
        var random = SeededRandom(seed: UInt64(seed) &+ 1)
        var trace: [Int] = []
        for _ in 0..<200 {
            let commands = try run.task()
            trace = try run.query("trace", as: [Int].self)
            if commands.last?.commandType == .completeWorkflowExecution { break }
            try happen(to: run, &random)
        }
        return (run, trace)
    }

    /// Something that the run waits for happens, or a signal comes.
    private static func happen(to run: RunDriver, _ random: inout SeededRandom) throws {
        if Int.random(in: 0..<4, using: &random) == 0 { try run.signal("flag") }
        let open = run.open.shuffled(using: &random)
        for event in open.prefix(Int.random(in: 1...3, using: &random)) {
            switch event.eventType {
            case .timerStarted: run.fireTimer(event.timerStartedEventAttributes.timerID)
            case .activityTaskScheduled:
                try run.completeActivity(event.activityTaskScheduledEventAttributes.activityID)
            default:
                run.append(.externalWorkflowExecutionSignaled) {
                    $0.externalWorkflowExecutionSignaledEventAttributes.initiatedEventID = event.eventID
                }
            }
        }
    }

    private static func replayedTrace(_ run: RunDriver) throws -> [Int] {
        run.loseCache()
        try run.machine.read(run.history, current: nil)
        return try run.query("trace", as: [Int].self)
    }
}

extension RunDriver {
    /// The events of what is not answered yet.
    fileprivate var open: [APIHistoryEvent] {
        let closed = Set(
            history.compactMap { event -> Int64? in
                switch event.attributes {
                case .timerFiredEventAttributes(let event): event.startedEventID
                case .timerCanceledEventAttributes(let event): event.startedEventID
                case .activityTaskCompletedEventAttributes(let event): event.scheduledEventID
                case .externalWorkflowExecutionSignaledEventAttributes(let event): event.initiatedEventID
                default: nil
                }
            }
        )
        return history.filter { event in
            [.timerStarted, .activityTaskScheduled, .signalExternalWorkflowExecutionInitiated].contains(event.eventType)
                && !closed.contains(event.eventID)
        }
    }
}
