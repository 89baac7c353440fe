import GRPCCore
import Synchronization
import TemporalAPI
import TemporalSDK
import Testing

/// Rates of activities, over the engine: the worker's own, and the task queue's, which the service keeps.
@Suite(.timeLimit(.minutes(2)))
struct RateLimitTests {
    /// How long after the first of so many activities the last one began.
    private func spread(
        of count: Int,
        configure: (inout TemporalWorker.Configuration) -> Void
    ) async throws -> Duration {
        let starts = Mutex<[ContinuousClock.Instant]>([])
        let note = RegisteredActivity(name: "Note") { (text: String) in
            starts.withLock { $0.append(.now) }
            return text
        }
        try await EndToEnd.with(
            .inProcess,
            workflows: [CallActivity.self],
            activities: [note],
            configure: configure
        ) { it in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<count {
                    group.addTask {
                        _ = try await it.client.executeWorkflow(
                            type: CallActivity.self,
                            options: it.options("rate-\(index)"),
                            input: .init(activity: "Note", text: "")
                        )
                    }
                }
                try await group.waitForAll()
            }
        }
        let all = starts.withLock { $0.sorted() }
        #expect(all.count == count)
        return try #require(all.last) - #require(all.first)
    }

    @Test
    func `a worker begins no more activities a second than it was told`() async throws {
        let slow = try await spread(of: 21) { $0.maxActivitiesPerSecond = 10 }
        // Each of the five polls may have waited for its turn before there was work; the others are a tenth apart.
        #expect(slow > .milliseconds(1_300), "\(slow)")
    }

    @Test
    func `a task queue gives out no more activities a second than its workers say`() async throws {
        let slow = try await spread(of: 21) { $0.maxTaskQueueActivitiesPerSecond = 10 }
        #expect(slow > .milliseconds(1_700), "\(slow)")
    }

    @Test
    func `without a limit they all begin soon`() async throws {
        let quick = try await spread(of: 21) { _ in }
        #expect(quick < .milliseconds(1_500), "\(quick)")
    }

    @Test(arguments: EndToEnd.Way.allCases)
    func `a worker of a namespace that is not there ends with the service's words`(way: EndToEnd.Way) async throws {
        let echo = RegisteredActivity(name: "Echo") { (text: String) in text }
        let error = await #expect(throws: WorkerFailure.self) {
            try await EndToEnd.with(
                way,
                workflows: [CallActivity.self],
                activities: [echo],
                configure: { $0.namespace = "nowhere" }
            ) { _ in try await Task.sleep(for: .seconds(3)) }
        }
        #expect(error?.error.code == .notFound)
        #expect(error?.error.message.contains("nowhere") == true)
    }
}
