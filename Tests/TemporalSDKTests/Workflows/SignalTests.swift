import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct SignalTests {
    @Test
    func `a signal changes the state that a condition waits for`() throws {
        let run = try RunDriver(Approval.self)
        #expect(try run.task().isEmpty)
        try run.signal("approve", "Ada")
        let end = try run.task()
        #expect(end.map(\.commandType) == [.completeWorkflowExecution])
        #expect(try result(end, run) == ["Ada"])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `signals of one task are handled in the order in which they came, before run goes on`() throws {
        let run = try RunDriver(Approval.self)
        try run.signal("note", "first")
        try run.signal("approve", "Ada")
        try run.signal("note", "second")
        let end = try run.task()
        #expect(try result(end, run) == ["first", "Ada", "second"])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a handler may wait for activities of its own`() throws {
        let run = try RunDriver(Approval.self)
        try run.task()
        try run.signal("check", "Bob")
        let commands = try run.task()
        #expect(commands.map(\.commandType) == [.scheduleActivityTask])
        #expect(try run.query("open", as: Bool.self))
        try run.completeActivity("1", "ok")
        let end = try run.task()
        #expect(try result(end, run) == ["Bob ok"])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a signal that nobody knows goes to the catch-all with its payloads`() throws {
        let run = try RunDriver(Approval.self)
        try run.task()
        try run.signal("unheard-of", 42)
        let end = try run.task()
        #expect(try result(end, run) == ["unheard-of(42)"])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a signal that nobody knows or whose input cannot be read is dropped`() throws {
        let run = try RunDriver(Deaf.self)
        try run.task()
        try run.signal("unheard-of", 42)
        try run.signal("number", "no number")
        #expect(try run.task().isEmpty)
        try run.signal("number", 7)
        #expect(try run.task().map(\.commandType) == [.completeWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a failure that a handler throws fails the workflow`() throws {
        let run = try RunDriver(Approval.self)
        try run.task()
        try run.signal("refuse")
        let end = try run.task()
        #expect(end.map(\.commandType) == [.failWorkflowExecution])
        #expect(end[0].failWorkflowExecutionCommandAttributes.failure.applicationFailureInfo.type == "Refused")
        #expect(run.replay()?.message == nil)
    }

    private func result(_ commands: [APICommand], _ run: RunDriver) throws -> [String] {
        let payloads = try #require(commands.last).completeWorkflowExecutionCommandAttributes.result.payloads
        return try run.environment.converter.convertSinglePayload(payloads)
    }

    private actor Approval: WorkflowDefinition {
        let context: WorkflowContext
        private var notes: [String] = []
        private var isApproved = false

        static let approve = WorkflowSignalDefinition<Approval, String>("approve") { workflow, name in
            workflow.notes.append(name)
            workflow.isApproved = true
        }
        static let note = WorkflowSignalDefinition<Approval, String>("note") { $0.notes.append($1) }
        static let check = WorkflowSignalDefinition<Approval, String>("check") { workflow, name in
            let answer: String = try await workflow.context.executeActivity(
                "Check",
                options: .init(startToCloseTimeout: .seconds(5)),
                input: name
            )
            workflow.notes.append("\(name) \(answer)")
            workflow.isApproved = true
        }
        static let refuse = WorkflowSignalDefinition<Approval, Void>("refuse") { _ in
            throw ApplicationError("refused", type: "Refused")
        }
        static let open = WorkflowQueryDefinition<Approval, Void, Bool>("open") { !$0.context.allHandlersFinished }

        static var signals: [any WorkflowSignalHandler<Approval>] { [approve, note, check, refuse] }
        static var queries: [any WorkflowQueryHandler<Approval>] { [open] }
        static var otherSignals: WorkflowOtherSignals<Approval>? {
            WorkflowOtherSignals { workflow, name, values in
                let texts = values.map { String(decoding: $0.payload.data, as: UTF8.self) }
                workflow.notes.append("\(name)(\(texts.joined(separator: ",")))")
                workflow.isApproved = true
            }
        }

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws -> [String] {
            try await context.condition { self.isApproved }
            return notes
        }
    }

    private actor Deaf: WorkflowDefinition {
        let context: WorkflowContext
        private var number = 0

        static let set = WorkflowSignalDefinition<Deaf, Int>("number") { $0.number = $1 }
        static var signals: [any WorkflowSignalHandler<Deaf>] { [set] }

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            try await context.condition { self.number > 0 }
        }
    }
}
