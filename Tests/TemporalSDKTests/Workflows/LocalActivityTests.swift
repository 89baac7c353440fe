import Foundation
import Synchronization
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct LocalActivityTests {
    private static let markers = ["core_local_activity", "core_local_activity"]

    private func run(_ outcomes: [String: Int?] = ["One": 1, "Two": 2, "Three": 3]) throws -> RunDriver {
        let run = try RunDriver(Sum.self)
        let converter = run.environment.converter
        run.attempts = { attempt in
            try (outcomes[attempt.activityType.name] ?? nil).map { try converter.convertValue($0) }
        }
        return run
    }

    private func result(_ commands: [APICommand], of run: RunDriver) throws -> Int {
        let payloads = try #require(commands.last).completeWorkflowExecutionCommandAttributes.result.payloads
        return try run.environment.converter.convertSinglePayload(payloads)
    }

    @Test
    func `activities that succeed locally are all done in one workflow task`() throws {
        let run = try run()
        let commands = try run.task()
        #expect(
            commands.map(\.commandType) == [.recordMarker, .recordMarker, .recordMarker, .completeWorkflowExecution]
        )
        #expect(commands.prefix(2).map(\.recordMarkerCommandAttributes.markerName) == Self.markers)
        let details = commands[0].recordMarkerCommandAttributes.details
        let data = try #require(details["data"]?.payloads.first).data
        let fields = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(fields["activity_type"] as? String == "One" && fields["activity_id"] as? String == "1")
        #expect(details["result"]?.payloads.first?.data == Data("1".utf8))
        #expect(try result(commands, of: run) == 6)
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `an attempt is told of like any other`() throws {
        let run = try RunDriver(Sum.self)
        var seen: [APIPollActivityTaskQueueResponse] = []
        run.attempts = {
            seen.append($0)
            return nil
        }
        try run.task()
        let attempt = try #require(seen.first)
        #expect(attempt.workflowExecution == run.execution && attempt.workflowType.name == "Sum")
        #expect(attempt.activityType.name == "One" && attempt.activityID == "1" && attempt.attempt == 1)
        #expect(attempt.startToCloseTimeout.seconds == 5 && attempt.hasStartedTime)
        #expect(attempt.input.payloads.first?.data == Data("10".utf8))
    }

    @Test
    func `an activity that does not succeed locally is scheduled like any other`() throws {
        let run = try run(["One": 1, "Two": nil, "Three": 3])
        let commands = try run.task()
        #expect(commands.map(\.commandType) == [.recordMarker, .scheduleActivityTask])
        #expect(commands[1].scheduleActivityTaskCommandAttributes.activityID == "2")
        #expect(commands[1].scheduleActivityTaskCommandAttributes.activityType.name == "Two")
        try run.completeActivity("2", 20)
        let end = try run.task()
        #expect(end.map(\.commandType) == [.recordMarker, .completeWorkflowExecution])
        #expect(try result(end, of: run) == 24)
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a run that another worker goes on with has its results from the history`() throws {
        let run = try run(["One": 1, "Two": nil, "Three": 3])
        try run.task()
        run.loseCache()
        try run.completeActivity("2", 20)
        #expect(try result(try run.task(), of: run) == 24)
    }

    @Test
    func `a history of ordinary activities fits code that tries them locally`() throws {
        let run = try RunDriver(Sum.self)
        for (id, value) in [("1", 1), ("2", 2)] {
            #expect(try run.task().map(\.commandType) == [.scheduleActivityTask])
            try run.completeActivity(id, value)
        }
        #expect(run.replay()?.message == nil)
        // The worker of today takes the run over.
        run.loseCache()
        run.attempts = { _ in try run.environment.converter.convertValue(3) }
        let end = try run.task()
        #expect(end.map(\.commandType) == [.recordMarker, .completeWorkflowExecution])
        #expect(try result(end, of: run) == 6)
    }

    @Test
    func `a task that is lost is tried again from its beginning`() throws {
        let run = try run()
        try run.startTask()
        run.timeOutTask()
        run.loseCache()
        var tried: [String] = []
        run.attempts = { attempt in
            tried.append(attempt.activityType.name)
            return try run.environment.converter.convertValue(5)
        }
        #expect(try result(try run.task(), of: run) == 15)
        #expect(tried == ["One", "Two", "Three"])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a record of another activity does not fit`() throws {
        let run = try run()
        try run.task()
        #expect(try run.replay(with: OtherSum.self)?.isNondeterminism == true)
    }

    @Test
    func `an activity that is cancelled before its attempt is never tried`() throws {
        let run = try RunDriver(Hasty.self)
        var tried = 0
        run.attempts = { _ in
            tried += 1
            return nil
        }
        let commands = try run.task()
        #expect(commands.map(\.commandType) == [.completeWorkflowExecution])
        #expect(tried == 0)
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `the worker gives local activities a fifth of a task's time`() async throws {
        let service = try TaskSource(Patient.self, Void())
        var task = service.fullTask()
        task.history.events[0].workflowExecutionStartedEventAttributes.workflowTaskTimeout.seconds = 600
        let handler = WorkflowTaskHandler(
            try WorkflowRegistry([Patient.self]),
            environment: WorkflowEnvironment(taskQueue: "queue")
        )
        let runner = Runner()
        let request = try #require(await handler.handle(task, history: FakePages(), activities: runner).completed)
        #expect(request.commands.map(\.commandType) == [.scheduleActivityTask])
        #expect(runner.timeouts.count == 1 && runner.timeouts.allSatisfy { $0 > 60 && $0 <= 120 })
    }

    /// Declines whatever it is asked for.
    private final class Runner: LocalActivityRunner {
        private let seen = Mutex<[Double]>([])
        var timeouts: [Double] { seen.withLock { $0 } }

        func attempt(_ task: APIPollActivityTaskQueueResponse) async -> APIPayload? {
            let timeout = task.startToCloseTimeout
            seen.withLock { $0.append(Double(timeout.seconds) + Double(timeout.nanos) / 1e9) }
            return nil
        }
    }
}

private let locally = ActivityOptions(startToCloseTimeout: .seconds(5), triesLocally: true)

private actor Sum: WorkflowDefinition {
    let context: WorkflowContext

    init(context: WorkflowContext, input: Void) { self.context = context }

    func run(input: Void) async throws -> Int {
        let one = try await context.executeActivity("One", options: locally, input: 10, outputType: Int.self)
        let two = try await context.executeActivity("Two", options: locally, input: 20, outputType: Int.self)
        return try await one + two + context.executeActivity("Three", options: locally, input: 30, outputType: Int.self)
    }
}

private actor OtherSum: WorkflowDefinition {
    let context: WorkflowContext

    init(context: WorkflowContext, input: Void) { self.context = context }

    func run(input: Void) async throws -> Int {
        let two = try await context.executeActivity("Two", options: locally, input: 20, outputType: Int.self)
        return try await two + context.executeActivity("One", options: locally, input: 10, outputType: Int.self)
    }
}

private actor Patient: WorkflowDefinition {
    let context: WorkflowContext

    init(context: WorkflowContext, input: Void) { self.context = context }

    func run(input: Void) async throws {
        let options = ActivityOptions(startToCloseTimeout: .seconds(1_000), triesLocally: true)
        try await context.executeActivity("One", options: options, input: 1)
    }
}

private actor Hasty: WorkflowDefinition {
    let context: WorkflowContext

    init(context: WorkflowContext, input: Void) { self.context = context }

    func run(input: Void) async throws {
        let context = context
        let work = context.spawn { try await context.executeActivity("One", options: locally, input: 1) }
        context.spawn { work.cancel() }
        _ = try? await work.value
    }
}
