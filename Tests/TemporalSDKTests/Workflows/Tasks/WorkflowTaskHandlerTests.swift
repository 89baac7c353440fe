import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct WorkflowTaskHandlerTests {
    private let environment = WorkflowEnvironment(taskQueue: "queue")

    private func handler(
        _ configuration: WorkflowTaskHandler.Configuration = .init(maximumCachedRuns: 2, threads: 2, identity: "me"),
        limits: WorkflowLimits = WorkflowLimits()
    ) throws -> WorkflowTaskHandler {
        WorkflowTaskHandler(
            try WorkflowRegistry([Steps.self, Blocked.self]),
            environment: WorkflowEnvironment(taskQueue: "queue", limits: limits),
            configuration: configuration
        )
    }

    @Test
    func `a cached run goes on with the events of a sticky task alone`() async throws {
        let service = try TaskSource(Steps.self, 3)
        let handler = try handler()
        let pages = FakePages()
        for step in 1...3 {
            let task = step == 1 ? service.fullTask() : service.stickyTask()
            let request = try #require(await handler.handle(task, history: pages).completed)
            #expect(request.commands.map(\.commandType) == [.scheduleActivityTask])
            #expect(request.identity == "me")
            #expect(request.taskToken == task.taskToken)
            service.complete(request)
            try service.run.completeActivity("\(step)")
        }
        #expect(handler.cachedRuns == 1)
        let end = try #require(await handler.handle(service.stickyTask(), history: pages).completed)
        #expect(end.commands.map(\.commandType) == [.completeWorkflowExecution])
        #expect(!end.hasStickyAttributes)
        #expect(pages.calls == 0)
        #expect(handler.cachedRuns == 0)
    }

    @Test
    func `a sticky task for a run that is not cached reads the history`() async throws {
        let service = try TaskSource(Steps.self, 2)
        let first = try handler()
        service.complete(try #require(await first.handle(service.fullTask(), history: FakePages()).completed))
        try service.run.completeActivity("1")

        let other = try handler()
        let task = service.stickyTask()
        // The events of the task at hand need not be stored yet.
        let pages = FakePages(Array(service.run.history.dropLast(2)))
        let request = try #require(await other.handle(task, history: pages).completed)
        #expect(request.commands.map(\.scheduleActivityTaskCommandAttributes.activityID) == ["2"])
        #expect(pages.calls > 1)
    }

    @Test
    func `a history that comes in pages is read to its end`() async throws {
        let service = try TaskSource(Steps.self, 2)
        service.complete(try #require(try await handler().handle(service.fullTask(), history: FakePages()).completed))
        try service.run.completeActivity("1")
        var task = service.fullTask()
        task.history.events = Array(service.run.history.prefix(4))
        task.nextPageToken = Data("4".utf8)
        let pages = FakePages(service.run.history, pageSize: 2)
        let request = try #require(try await handler().handle(task, history: pages).completed)
        #expect(request.commands.map(\.scheduleActivityTaskCommandAttributes.activityID) == ["2"])
    }

    @Test
    func `a run whose completion was lost is built anew`() async throws {
        let service = try TaskSource(Steps.self, 2)
        let handler = try handler()
        _ = await handler.handle(service.fullTask(), history: FakePages())
        // The answer never arrived: the task timed out, and the service offers it again with the whole history.
        service.run.timeOutTask()
        let task = service.fullTask()
        let request = try #require(await handler.handle(task, history: FakePages()).completed)
        #expect(request.commands.map(\.scheduleActivityTaskCommandAttributes.activityID) == ["1"])
        service.complete(request)
        try service.run.completeActivity("1")
        #expect(await handler.handle(service.stickyTask(), history: FakePages()).completed != nil)
    }

    @Test
    func `a run that is forgotten is read again`() async throws {
        let service = try TaskSource(Steps.self, 2)
        let handler = try handler()
        service.complete(try #require(await handler.handle(service.fullTask(), history: FakePages()).completed))
        await handler.forget(runID: service.run.execution.runID)
        #expect(handler.cachedRuns == 0)
        try service.run.completeActivity("1")
        let task = service.stickyTask()
        let pages = FakePages(service.run.history)
        #expect(await handler.handle(task, history: pages).completed != nil)
        #expect(pages.calls > 0)
    }

    @Test
    func `the cache holds no more runs than it may`() async throws {
        let handler = try handler()
        for index in 0..<5 {
            let service = try TaskSource(Steps.self, 2, runID: "run-\(index)")
            service.complete(try #require(await handler.handle(service.fullTask(), history: FakePages()).completed))
        }
        #expect(handler.cachedRuns == 2)
        await handler.close()
        #expect(handler.cachedRuns == 0)
    }

    @Test
    func `the run that was used longest ago leaves the cache first`() async throws {
        let handler = try handler()
        var services: [TaskSource] = []
        for index in 0..<3 {
            let service = try TaskSource(Steps.self, 2, runID: "run-\(index)")
            services.append(service)
            service.complete(try #require(await handler.handle(service.fullTask(), history: FakePages()).completed))
            // The first run is used again, so that the second is the one to go.
            guard index == 1 else { continue }
            _ = await handler.handle(services[0].queryTask("step"), history: FakePages())
        }
        for (index, isCached) in [(0, true), (2, true), (1, false)] {
            let pages = FakePages(services[index].run.history)
            _ = await handler.handle(services[index].queryTask("step"), history: pages)
            #expect((pages.calls == 0) == isCached, "run \(index)")
        }
    }

    @Test
    func `queries are answered with a task, alone, and after the end`() async throws {
        let service = try TaskSource(Steps.self, 1)
        let handler = try handler()
        var task = service.fullTask()
        task.queries = ["q1": .with { $0.queryType = "step" }, "q2": .with { $0.queryType = "none" }]
        let request = try #require(await handler.handle(task, history: FakePages()).completed)
        #expect(request.queryResults["q1"]?.resultType == .answered)
        #expect(request.queryResults["q1"]?.answer.payloads.first?.data == Data("1".utf8))
        #expect(request.queryResults["q2"]?.resultType == .failed)
        #expect(request.queryResults["q2"]?.errorMessage.contains("known queries: [step]") == true)
        service.complete(request)

        let cached = try #require(await handler.handle(service.queryTask("step"), history: FakePages()).query)
        #expect(cached.completedType == .answered)
        try service.run.completeActivity("1")
        service.complete(try #require(await handler.handle(service.stickyTask(), history: FakePages()).completed))
        #expect(handler.cachedRuns == 0)
        let closed = try #require(
            await handler.handle(service.queryTask("step"), history: FakePages(service.run.history)).query
        )
        #expect(closed.completedType == .answered)
        #expect(closed.queryResult.payloads.first?.data == Data("1".utf8))
        let unknown = try #require(
            await handler.handle(service.queryTask("none"), history: FakePages(service.run.history)).query
        )
        #expect(unknown.completedType == .failed)
        #expect(unknown.errorMessage.contains("none"))
        #expect(handler.cachedRuns == 0)
    }

    @Test
    func `a type that nobody registered fails the task, and only its first attempt is answered`() async throws {
        let service = try TaskSource(Steps.self, 1)
        let handler = try handler()
        var task = service.fullTask()
        task.workflowType.name = "Unknown"
        let request = try #require(await handler.handle(task, history: FakePages()).failed)
        #expect(request.cause == .workflowWorkerUnhandledFailure)
        #expect(request.failure.message.contains("it knows Blocked, Steps"))
        task.attempt = 2
        #expect(await handler.handle(task, history: FakePages()).isUnanswered)
    }

    @Test
    func `a history that cannot be had leaves the task unanswered`() async throws {
        let service = try TaskSource(Steps.self, 1)
        service.complete(try #require(try await handler().handle(service.fullTask(), history: FakePages()).completed))
        try service.run.completeActivity("1")
        #expect(try await handler().handle(service.stickyTask(), history: FakePages(isDown: true)).isUnanswered)
    }

    @Test
    func `code that keeps its thread fails its task, and others go on`() async throws {
        let handler = try handler(
            .init(maximumCachedRuns: 2, threads: 1),
            limits: WorkflowLimits(deadlock: .milliseconds(200))
        )
        let blocked = try TaskSource(Blocked.self, 1, runID: "blocked")
        let request = try #require(await handler.handle(blocked.fullTask(), history: FakePages()).failed)
        #expect(request.failure.message.contains("TMPRL1101"))
        let service = try TaskSource(Steps.self, 1)
        #expect(await handler.handle(service.fullTask(), history: FakePages()).completed != nil)
        Blocked.gate.signal()
    }

    @Test
    func `tasks and queries of one run wait for each other`() async throws {
        let service = try TaskSource(Steps.self, 1)
        let handler = try handler()
        service.complete(try #require(await handler.handle(service.fullTask(), history: FakePages()).completed))
        let query = service.queryTask("step")
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask { await handler.handle(query, history: FakePages()).query?.completedType == .answered }
            }
            for await isAnswered in group { #expect(isAnswered) }
        }
        #expect(handler.cachedRuns == 1)
    }

    private actor Steps: WorkflowDefinition {
        let context: WorkflowContext
        private var current = 0

        static let step = WorkflowQueryDefinition<Steps, Void, Int>("step") { $0.current }
        static var queries: [any WorkflowQueryHandler<Steps>] { [step] }

        init(context: WorkflowContext, input: Int) { self.context = context }

        func run(input: Int) async throws {
            for step in 1...input {
                current = step
                try await context.executeActivity("Step", options: .init(startToCloseTimeout: .seconds(5)), input: step)
            }
        }
    }

    private actor Blocked: WorkflowDefinition {
        static let gate = DispatchSemaphore(value: 0)
        let context: WorkflowContext

        init(context: WorkflowContext, input: Int) { self.context = context }

        func run(input: Int) async throws {
            Self.gate.wait()
        }
    }
}

extension WorkflowTaskOutcome {
    var completed: APIRespondWorkflowTaskCompletedRequest? {
        if case .completed(let request) = self { request } else { nil }
    }

    var failed: APIRespondWorkflowTaskFailedRequest? {
        if case .failed(let request) = self { request } else { nil }
    }

    var query: APIRespondQueryTaskCompletedRequest? {
        if case .query(let request) = self { request } else { nil }
    }

    var isUnanswered: Bool {
        if case .unanswered = self { true } else { false }
    }
}
