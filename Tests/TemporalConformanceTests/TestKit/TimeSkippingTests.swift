import Foundation
import SQLiteDriver
import Synchronization
import TemporalAPI
import TemporalEngine
import TemporalSDK
import TemporalTestKit
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TimeSkippingTests {
    private static let day = Duration.seconds(86_400)
    private static let queue = "queue"

    private func withEnvironment(_ body: (TestEnvironment) async throws -> Void) async throws {
        let folder = try TemporaryDirectory(prefix: "testkit")
        let database = try SQLiteDatabase(SQLiteConfiguration(path: "\(folder.path)/engine.sqlite"))
        do {
            try await TestEnvironment.run(on: database, body)
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    @Test func `a workflow that sleeps 30 days ends at once`() async throws {
        try await withEnvironment { environment in
            try await environment.withWorker(taskQueue: Self.queue, workflows: [Sleeper.self]) {
                let begun = environment.now
                let handle = try await environment.client.startWorkflow(
                    type: Sleeper.self,
                    options: .init(id: "sleeper", taskQueue: Self.queue),
                    input: 30 * 86_400
                )
                let slept = try await environment.skippingTime { try await handle.result() }
                #expect(slept >= 30 * 86_400 && slept < 30 * 86_400 + 60)
                let passed = environment.now - begun
                #expect(passed >= Self.day * 30 && passed < Self.day * 30 + .seconds(60))
                let events = try await handle.fetchHistory().events
                #expect(events.map(\.eventID) == (1...Int64(events.count)).map(\.self))
                #expect(events.filter { $0.eventType == .timerFired }.count == 1)
            }
        }
    }

    @Test func `an activity is tried again after hours of backoff, each attempt at its time`() async throws {
        let failing = Failing(failures: 3)
        try await withEnvironment { environment in
            try await environment.withWorker(taskQueue: Self.queue, workflows: [Trying.self], activities: [failing]) {
                let begun = environment.now
                let handle = try await environment.client.startWorkflow(
                    type: Trying.self,
                    options: .init(id: "trying", taskQueue: Self.queue)
                )
                let attempts = try await environment.skippingTime { try await handle.result() }
                #expect(attempts == 4)
                // 1 hour, 2 hours, 4 hours.
                let passed = environment.now - begun
                #expect(passed >= .seconds(7 * 3_600) && passed < .seconds(7 * 3_600 + 60))
            }
        }
    }

    @Test func `signals come at the virtual time of the test`() async throws {
        try await withEnvironment { environment in
            try await environment.withWorker(taskQueue: Self.queue, workflows: [Diary.self]) {
                let handle = try await environment.client.startWorkflow(
                    type: Diary.self,
                    options: .init(id: "diary", taskQueue: Self.queue)
                )
                for name in ["first", "second"] {
                    // The diary's days begin with its first task, a moment after the start.
                    try await environment.sleep(for: Self.day + .seconds(60))
                    try await handle.signal(Diary.note, input: name)
                }
                let pages = try await environment.skippingTime { try await handle.result() }
                #expect(pages == ["first on day 1", "second on day 2", "closed on day 10"])
            }
        }
    }

    @Test func `time stands while nobody skips it`() async throws {
        try await withEnvironment { environment in
            try await environment.withWorker(taskQueue: Self.queue, workflows: [Sleeper.self]) {
                let handle = try await environment.client.startWorkflow(
                    type: Sleeper.self,
                    options: .init(id: "sleeper", taskQueue: Self.queue),
                    input: 86_400
                )
                try await environment.sleep(for: .seconds(3_600))
                #expect(try await handle.describe().status == .running)
                try await environment.sleep(for: Self.day)
                #expect(try await handle.describe().status == .completed)
            }
        }
    }

    @Test func `what waits on a queue without a worker times out when time is skipped`() async throws {
        try await withEnvironment { environment in
            let handle = try await environment.client.startWorkflow(
                type: Sleeper.self,
                options: .init(id: "alone", taskQueue: "nobody", runTimeout: Self.day),
                input: 1
            )
            await #expect(throws: WorkflowFailedError.self) {
                _ = try await environment.skippingTime { try await handle.result() }
            }
            #expect(try await handle.describe().status == .timedOut)
        }
    }

    // MARK: Workflows

    private actor Sleeper: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Int) { self.context = context }

        func run(input seconds: Int) async throws -> Int {
            let begun = context.now
            try await context.sleep(for: .seconds(seconds))
            return Int(context.now.timeIntervalSince(begun))
        }
    }

    private actor Trying: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws -> Int {
            try await context.executeActivity(
                Failing.self,
                options: .init(
                    startToCloseTimeout: .seconds(60),
                    retryPolicy: RetryPolicy(initialInterval: .seconds(3_600), maximumInterval: .seconds(86_400))
                ),
                input: ()
            )
        }
    }

    private final class Failing: ActivityDefinition {
        private let failures: Int
        private let attempts = Mutex(0)

        init(failures: Int) { self.failures = failures }

        func run(input: Void) async throws -> Int {
            let attempt = attempts.withLock { attempts in
                attempts += 1
                return attempts
            }
            guard attempt > failures else { throw ApplicationError("not yet", type: "NotYet") }
            return attempt
        }
    }

    private actor Diary: WorkflowDefinition {
        let context: WorkflowContext
        private let begun: Foundation.Date
        private var pages: [String] = []

        static let note = WorkflowSignalDefinition<Diary, String>("note") { $0.write($1) }
        static var signals: [any WorkflowSignalHandler<Diary>] { [note] }

        init(context: WorkflowContext, input: Void) {
            self.context = context
            begun = context.now
        }

        func run(input: Void) async throws -> [String] {
            try await context.sleep(for: .seconds(10 * 86_400))
            write("closed")
            return pages
        }

        private func write(_ text: String) {
            pages.append("\(text) on day \(Int(context.now.timeIntervalSince(begun) / 86_400))")
        }
    }
}
