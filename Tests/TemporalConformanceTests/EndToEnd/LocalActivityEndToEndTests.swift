import Synchronization
import TemporalAPI
import TemporalSDK
import TestSupport
import Testing

/// Activities that are tried within the workflow task, by a real worker on a real engine.
@Suite(.timeLimit(.minutes(2)))
struct LocalActivityEndToEndTests {
    /// How often each activity was called, and how its calls end.
    private final class Desk: Sendable {
        private let calls = Mutex<[String: Int]>([:])

        func call(_ name: String) -> Int {
            calls.withLock { calls in
                calls[name, default: 0] += 1
                return calls[name] ?? 0
            }
        }

        func count(_ name: String) -> Int { calls.withLock { $0[name] ?? 0 } }
    }

    private func history(
        _ way: EndToEnd.Way,
        _ desk: Desk,
        configure: (inout TemporalWorker.Configuration) -> Void = { _ in },
        _ stamp: @escaping @Sendable (Int) async throws -> String
    ) async throws -> [APIHistoryEvent] {
        let activity = RegisteredActivity(name: "Stamp") { (_: Int) in try await stamp(desk.call("Stamp")) }
        return try await EndToEnd.with(
            way,
            workflows: [Stamping.self],
            activities: [activity],
            configure: configure
        ) { it in
            let handle = try await it.client.startWorkflow(type: Stamping.self, options: it.options("s"), input: 2)
            #expect(try await handle.result() == "stamped stamped")
            let events = try await it.client.workflowHandle(id: "s").fetchHistory().events
            let replayer = try WorkflowReplayer(workflows: [Stamping.self])
            #expect(replayer.replay(try WorkflowHistory(events: events)).failure == nil)
            return events
        }
    }

    private func count(_ type: APIEventType, _ events: [APIHistoryEvent]) -> Int {
        events.filter { $0.eventType == type }.count
    }

    @Test(arguments: EndToEnd.Way.allCases)
    func `activities that succeed leave a marker each, and one workflow task does it`(_ way: EndToEnd.Way) async throws
    {
        let desk = Desk()
        let events = try await history(way, desk) { _ in "stamped" }
        #expect(desk.count("Stamp") == 2)
        #expect(count(.markerRecorded, events) == 2 && count(.activityTaskScheduled, events) == 0)
        #expect(count(.workflowTaskCompleted, events) == 1)
    }

    @Test(arguments: EndToEnd.Way.allCases)
    func `one that fails is an activity of its own from then on`(_ way: EndToEnd.Way) async throws {
        let desk = Desk()
        let events = try await history(way, desk) { call in
            if call <= 2 { throw ApplicationError("away", type: "Away") }
            return "stamped"
        }
        #expect(desk.count("Stamp") == 4)
        #expect(count(.activityTaskScheduled, events) == 1 && count(.markerRecorded, events) == 1)
        let started = events.first { $0.eventType == .activityTaskStarted }
        // The local attempt is not one of those that the service counts.
        #expect(started?.activityTaskStartedEventAttributes.attempt == 2)
    }

    @Test
    func `one that does not end in time is left to the service`() async throws {
        let desk = Desk()
        let (never, hold) = AsyncStream.makeStream(of: Void.self)
        let events = try await history(.inProcess, desk) { call in
            // Deaf to its cancellation.
            if call == 1 { await Task { for await _ in never {} }.value }
            return "stamped"
        }
        hold.finish()
        #expect(count(.activityTaskScheduled, events) == 1 && count(.markerRecorded, events) == 1)
        #expect(count(.workflowTaskTimedOut, events) == 0)
    }

    @Test
    func `a worker whose activities have a rate, or that has no room, tries none`() async throws {
        let rated = try await history(.inProcess, Desk(), configure: { $0.maxActivitiesPerSecond = 1_000 }) { _ in
            "stamped"
        }
        #expect(count(.activityTaskScheduled, rated) == 2 && count(.markerRecorded, rated) == 0)
        let lazy = try await history(.inProcess, Desk(), configure: { $0.allowsEagerActivities = false }) { _ in
            "stamped"
        }
        #expect(count(.activityTaskScheduled, lazy) == 2 && count(.markerRecorded, lazy) == 0)
    }
}

private actor Stamping: WorkflowDefinition {
    let context: WorkflowContext

    init(context: WorkflowContext, input: Int) { self.context = context }

    func run(input: Int) async throws -> String {
        let options = ActivityOptions(
            startToCloseTimeout: .seconds(2),
            retryPolicy: RetryPolicy(initialInterval: .milliseconds(50)),
            triesLocally: true
        )
        var words: [String] = []
        for number in 0..<input {
            words.append(
                try await context.executeActivity("Stamp", options: options, input: number, outputType: String.self)
            )
        }
        return words.joined(separator: " ")
    }
}
