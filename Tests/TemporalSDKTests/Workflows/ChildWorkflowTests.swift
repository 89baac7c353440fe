import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct ChildWorkflowTests {
    @Test
    func `a child is started with its options and its result comes back`() throws {
        let run = try RunDriver(Parent.self, "waitCompleted")
        let commands = try run.task()
        let attributes = try #require(commands.first).startChildWorkflowExecutionCommandAttributes
        #expect(commands.map(\.commandType) == [.startChildWorkflowExecution])
        #expect(attributes.workflowID == "child-1")
        #expect(attributes.workflowType.name == "Child")
        #expect(attributes.taskQueue.name == "queue")
        #expect(attributes.parentClosePolicy == .abandon)
        #expect(attributes.workflowIDReusePolicy == .rejectDuplicate)
        #expect(attributes.workflowRunTimeout.seconds == 60)

        run.startChild("child-1", runID: "run-7")
        #expect(try run.task().isEmpty)
        try run.completeChild("child-1", 42)
        let end = try run.task()
        #expect(try result(end, run) == "42 run-7")
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a child whose id is taken says so`() throws {
        let run = try RunDriver(Parent.self, "waitCompleted")
        try run.task()
        run.failChildStart("child-1", .workflowAlreadyExists)
        let end = try run.task()
        #expect(try result(end, run) == "child-1 exists")
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a failed child is an error with its cause`() throws {
        let run = try RunDriver(Parent.self, "waitCompleted")
        try run.task()
        run.startChild("child-1")
        run.failChild("child-1", ApplicationError("bad", type: "Bad"))
        let end = try run.task()
        #expect(end.map(\.commandType) == [.failWorkflowExecution])
        let failure = end[0].failWorkflowExecutionCommandAttributes.failure
        #expect(failure.childWorkflowExecutionFailureInfo.workflowType.name == "Child")
        #expect(failure.cause.applicationFailureInfo.type == "Bad")
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `tryCancel asks the child to cancel and ends at once`() throws {
        let (run, commands) = try cancelled("tryCancel")
        #expect(commands.map(\.commandType) == [.requestCancelExternalWorkflowExecution, .cancelWorkflowExecution])
        #expect(commands[0].requestCancelExternalWorkflowExecutionCommandAttributes.childWorkflowOnly)
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `abandon leaves the child alone and ends at once`() throws {
        let (run, commands) = try cancelled("abandon")
        #expect(commands.map(\.commandType) == [.cancelWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `waitCancellationRequested waits until the child knows`() throws {
        let (run, commands) = try cancelled("waitRequested")
        #expect(commands.map(\.commandType) == [.requestCancelExternalWorkflowExecution])
        run.deliverExternal()
        #expect(try run.task().map(\.commandType) == [.cancelWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `waitCancellationCompleted waits for the child's end`() throws {
        let (run, commands) = try cancelled("waitCompleted")
        #expect(commands.map(\.commandType) == [.requestCancelExternalWorkflowExecution])
        run.deliverExternal()
        #expect(try run.task().isEmpty)
        run.cancelChild("child-1")
        #expect(try run.task().map(\.commandType) == [.cancelWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a child that nobody named gets an id that stays the same`() throws {
        let run = try RunDriver(Nameless.self)
        let commands = try run.task()
        let ids = commands.map(\.startChildWorkflowExecutionCommandAttributes.workflowID)
        #expect(Set(ids).count == 2)
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a child gets signals and only a child`() throws {
        let run = try RunDriver(Signaller.self)
        try run.task()
        run.startChild("child-1")
        let commands = try run.task()
        let attributes = try #require(commands.first).signalExternalWorkflowExecutionCommandAttributes
        #expect(commands.map(\.commandType) == [.signalExternalWorkflowExecution])
        #expect(attributes.childWorkflowOnly)
        #expect(attributes.signalName == "go")
        #expect(attributes.execution.workflowID == "child-1")
        run.deliverExternal()
        #expect(try run.task().map(\.commandType) == [.completeWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    /// A parent that is cancelled while its child runs.
    private func cancelled(_ type: String) throws -> (RunDriver, [APICommand]) {
        let run = try RunDriver(Parent.self, type)
        try run.task()
        run.startChild("child-1")
        try run.task()
        run.requestCancel()
        return (run, try run.task())
    }

    private func result(_ commands: [APICommand], _ run: RunDriver) throws -> String {
        let payloads = try #require(commands.last).completeWorkflowExecutionCommandAttributes.result.payloads
        return try run.environment.converter.convertSinglePayload(payloads)
    }

    private actor Child: WorkflowDefinition {
        let context: WorkflowContext
        static let go = WorkflowSignalDefinition<Child, Int>("go") { _, _ in }

        init(context: WorkflowContext, input: Int) { self.context = context }

        func run(input: Int) async throws -> Int { input }
    }

    private actor Parent: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: String) { self.context = context }

        func run(input: String) async throws -> String {
            var options = ChildWorkflowOptions(
                id: "child-1",
                runTimeout: .seconds(60),
                parentClosePolicy: .abandon,
                idReusePolicy: .rejectDuplicate
            )
            options.cancellationType =
                switch input {
                case "abandon": .abandon
                case "tryCancel": .tryCancel
                case "waitRequested": .waitCancellationRequested
                default: .waitCancellationCompleted
                }
            do {
                let child = try await context.startChildWorkflow(Child.self, options: options, input: 3)
                return "\(try await child.result()) \(child.firstExecutionRunID)"
            } catch let error as WorkflowAlreadyStartedError {
                return "\(error.workflowID) exists"
            }
        }
    }

    private actor Nameless: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            let context = context
            async let first = context.executeChildWorkflow(Child.self, input: 1)
            async let second = context.executeChildWorkflow(Child.self, input: 2)
            _ = try await (first, second)
        }
    }

    private actor Signaller: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            let child = try await context.startChildWorkflow(Child.self, options: .init(id: "child-1"), input: 1)
            try await child.signal(Child.go, input: 5)
        }
    }
}
