import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct ConditionTests {
    @Test
    func `a condition that holds already does not wait`() throws {
        let run = try RunDriver(Patient.self, 0)
        try run.signal("add")
        #expect(try run.task().map(\.commandType) == [.completeWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a condition that comes true in time cancels its timer`() throws {
        let run = try RunDriver(Patient.self, 60)
        #expect(try run.task().map(\.commandType) == [.startTimer])
        try run.signal("add")
        let end = try run.task()
        #expect(end.map(\.commandType) == [.cancelTimer, .completeWorkflowExecution])
        #expect(try isMet(end, run))
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a condition whose time runs out says so`() throws {
        let run = try RunDriver(Patient.self, 60)
        try run.task()
        run.fireTimer("1")
        let end = try run.task()
        #expect(end.map(\.commandType) == [.completeWorkflowExecution])
        #expect(try !isMet(end, run))
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a cancelled condition cancels its timer and throws`() throws {
        let run = try RunDriver(Patient.self, 60)
        try run.task()
        run.requestCancel()
        #expect(try run.task().map(\.commandType) == [.cancelTimer, .cancelWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `conditions are tried in order, and one that goes on may change the next one's mind`() throws {
        let run = try RunDriver(Tokens.self)
        try run.task()
        try run.signal("add")
        let commands = try run.task()
        // One token: the first of the three takes it, the others wait on.
        #expect(commands.map(\.scheduleActivityTaskCommandAttributes.activityType.name) == ["Use1"])
        try run.signal("add")
        try run.signal("add")
        #expect(try run.task().map(\.scheduleActivityTaskCommandAttributes.activityType.name) == ["Use2", "Use3"])
        #expect(run.replay()?.message == nil)
    }

    private func isMet(_ commands: [APICommand], _ run: RunDriver) throws -> Bool {
        let payloads = try #require(commands.last).completeWorkflowExecutionCommandAttributes.result.payloads
        return try run.environment.converter.convertSinglePayload(payloads)
    }

    private actor Patient: WorkflowDefinition {
        let context: WorkflowContext
        private var count = 0

        static let add = WorkflowSignalDefinition<Patient, Void>("add") { $0.count += 1 }
        static var signals: [any WorkflowSignalHandler<Patient>] { [add] }

        init(context: WorkflowContext, input: Int) { self.context = context }

        func run(input: Int) async throws -> Bool {
            if input > 0 { return try await context.condition(timeout: .seconds(input)) { self.count > 0 } }
            try await context.condition { self.count > 0 }
            return true
        }
    }

    private actor Tokens: WorkflowDefinition {
        let context: WorkflowContext
        private var tokens = 0

        static let add = WorkflowSignalDefinition<Tokens, Void>("add") { $0.tokens += 1 }
        static var signals: [any WorkflowSignalHandler<Tokens>] { [add] }

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            async let first: Void = use("Use1")
            async let second: Void = use("Use2")
            async let third: Void = use("Use3")
            _ = try await (first, second, third)
        }

        private func use(_ name: String) async throws {
            try await context.condition { self.tokens > 0 }
            tokens -= 1
            try await context.executeActivity(name, options: .init(startToCloseTimeout: .seconds(5)))
        }
    }
}
