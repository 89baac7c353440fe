import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct CancellationTests {
    /// What happens to an activity that runs while the workflow is cancelled.
    private func cancelled(_ type: ActivityOptions.CancellationType) throws -> (RunDriver, [APICommandType]) {
        let run = try RunDriver(OneActivity.self, Self.name(of: type))
        try run.task()
        run.requestCancel()
        return (run, try run.task().map(\.commandType))
    }

    @Test
    func `tryCancel asks the activity to stop and ends at once`() throws {
        let (run, commands) = try cancelled(.tryCancel)
        #expect(commands == [.requestCancelActivityTask, .cancelWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `abandon leaves the activity alone and ends at once`() throws {
        let (run, commands) = try cancelled(.abandon)
        #expect(commands == [.cancelWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `waitCancellationCompleted waits for the activity's answer`() throws {
        let (run, commands) = try cancelled(.waitCancellationCompleted)
        #expect(commands == [.requestCancelActivityTask])
        try run.cancelActivity("1")
        #expect(try run.task().map(\.commandType) == [.cancelWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `an activity that completes in spite of its cancellation counts`() throws {
        let (run, _) = try cancelled(.waitCancellationCompleted)
        try run.completeActivity("1", 7)
        let end = try run.task()
        #expect(end.map(\.commandType) == [.completeWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `the result of an activity that was given up is ignored`() throws {
        let run = try RunDriver(GivesUpActivity.self)
        try run.task()
        run.fireTimer("1")
        #expect(try run.task().map(\.commandType) == [.requestCancelActivityTask, .startTimer])
        try run.completeActivity("1", 7)
        #expect(try run.task().isEmpty)
        run.fireTimer("2")
        #expect(try run.task().map(\.commandType) == [.completeWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `what is cancelled before it was sent is never sent`() throws {
        let run = try RunDriver(CancelsAtOnce.self)
        let commands = try run.task()
        #expect(commands.map(\.commandType) == [.completeWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a cancelled timer is cancelled with the service too`() throws {
        let run = try RunDriver(Race.self)
        #expect(try run.task().map(\.commandType) == [.scheduleActivityTask, .startTimer])
        try run.completeActivity("1", 7)
        #expect(try run.task().map(\.commandType) == [.cancelTimer, .completeWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a workflow cancelled before its first task is cancelled`() throws {
        let run = try RunDriver(OneActivity.self, "tryCancel")
        run.requestCancel("never mind")
        #expect(try run.task().map(\.commandType) == [.cancelWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `compensation behind a shield goes on after the cancellation`() throws {
        let run = try RunDriver(Compensates.self)
        try run.task()
        run.requestCancel("changed my mind")
        let commands = try run.task()
        #expect(commands.map(\.commandType) == [.requestCancelActivityTask, .scheduleActivityTask])
        #expect(commands[1].scheduleActivityTaskCommandAttributes.activityType.name == "Release")
        try run.completeActivity("2")
        #expect(try run.task().map(\.commandType) == [.cancelWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a workflow that completes in spite of its cancellation is completed`() throws {
        let run = try RunDriver(Ignores.self)
        try run.task()
        run.requestCancel("stop it")
        let end = try run.task()
        #expect(end.map(\.commandType) == [.cancelTimer, .completeWorkflowExecution])
        let result = end[1].completeWorkflowExecutionCommandAttributes.result.payloads
        #expect(try run.environment.converter.convertSinglePayload(result, as: String.self) == "stop it")
        #expect(run.replay()?.message == nil)
    }

    private static func name(of type: ActivityOptions.CancellationType) -> String {
        switch type {
        case .tryCancel: "tryCancel"
        case .waitCancellationCompleted: "wait"
        case .abandon: "abandon"
        }
    }

    private actor OneActivity: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: String) { self.context = context }

        func run(input: String) async throws -> Int {
            var options = ActivityOptions(startToCloseTimeout: .seconds(5))
            options.cancellationType =
                switch input {
                case "wait": .waitCancellationCompleted
                case "abandon": .abandon
                default: .tryCancel
                }
            return try await context.executeActivity("A", options: options)
        }
    }

    private actor GivesUpActivity: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            let context = context
            let work = context.spawn {
                try await context.executeActivity(
                    "A",
                    options: .init(startToCloseTimeout: .seconds(5)),
                    outputType: Int.self
                )
            }
            try await context.sleep(for: .seconds(1))
            work.cancel()
            _ = await work.result
            try await context.sleep(for: .seconds(1))
        }
    }

    private actor CancelsAtOnce: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            let context = context
            let started = context.spawn {
                async let activity: Void = context.executeActivity(
                    "A",
                    options: .init(startToCloseTimeout: .seconds(5))
                )
                async let timer: Void = context.sleep(for: .seconds(1))
                async let child: Void = context.executeChildWorkflow("C")
                async let signal: Void = context.externalWorkflow(id: "x").signal("s")
                _ = try await (activity, timer, child, signal)
            }
            await Task.yield()
            await Task.yield()
            started.cancel()
            _ = await started.result
        }
    }

    private actor Race: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws -> Int? {
            let context = context
            return try await withThrowingTaskGroup(of: Int?.self) { group in
                group.addTask {
                    try await context.executeActivity("A", options: .init(startToCloseTimeout: .seconds(5)))
                }
                group.addTask {
                    try await context.sleep(for: .seconds(60))
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
        }
    }

    private actor Compensates: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            let options = ActivityOptions(startToCloseTimeout: .seconds(5))
            do {
                try await context.executeActivity("Reserve", options: options)
            } catch  where error.isTemporalCancellation {
                try await context.withCancellationShield {
                    try await self.context.executeActivity("Release", options: options)
                }
                throw error
            }
        }
    }

    private actor Ignores: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws -> String {
            try? await context.sleep(for: .seconds(60))
            return context.cancellationReason ?? "none"
        }
    }
}
