import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct FailureTests {
    @Test
    func `a failure error fails the workflow`() throws {
        let run = try RunDriver(Failing.self, "application")
        let end = try run.task()
        #expect(end.map(\.commandType) == [.failWorkflowExecution])
        #expect(end[0].failWorkflowExecutionCommandAttributes.failure.applicationFailureInfo.type == "Meant")
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `any other error fails the workflow task alone`() throws {
        let run = try RunDriver(Failing.self, "bug")
        let failure = try #require(throws: WorkflowTaskFailure.self) { try run.task() }
        #expect(failure.cause == .workflowWorkerUnhandledFailure)
        #expect(failure.underlying is Bug)
    }

    @Test
    func `which errors fail the workflow can be set`() throws {
        let environment = WorkflowEnvironment(taskQueue: "queue", failsWorkflow: { $0 is Bug })
        let run = try RunDriver(Failing.self, "bug", environment: environment)
        #expect(try run.task().map(\.commandType) == [.failWorkflowExecution])
        let other = try RunDriver(Failing.self, "application", environment: environment)
        #expect(throws: WorkflowTaskFailure.self) { try other.task() }
    }

    @Test
    func `a cancellation that nobody asked for fails the workflow`() throws {
        let run = try RunDriver(Failing.self, "cancelled")
        let end = try run.task()
        #expect(end.map(\.commandType) == [.failWorkflowExecution])
        let failure = end[0].failWorkflowExecutionCommandAttributes.failure
        guard case .canceledFailureInfo = failure.failureInfo else {
            Issue.record("\(failure)")
            return
        }
    }

    @Test
    func `input that cannot be read fails the workflow task`() throws {
        let run = try RunDriver(Failing.self, 42)
        #expect(throws: WorkflowTaskFailure.self) { try run.task() }
    }

    @Test
    func `a result that cannot be written fails the workflow task, not the replay`() throws {
        let run = try RunDriver(NotANumber.self)
        let failure = try #require(throws: WorkflowTaskFailure.self) { try run.task() }
        #expect(failure.underlying is PayloadConversionError)
    }

    @Test
    func `the end comes after the other commands of its task`() throws {
        let run = try RunDriver(Hasty.self)
        #expect(try run.task().map(\.commandType) == [.scheduleActivityTask, .completeWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    struct Bug: Error {}

    private actor Failing: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: String) { self.context = context }

        func run(input: String) async throws {
            switch input {
            case "application": throw ApplicationError("meant", type: "Meant")
            case "cancelled": throw CancellationError()
            default: throw Bug()
            }
        }
    }

    private actor NotANumber: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws -> Double { .nan }
    }

    private actor Hasty: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            let context = context
            context.spawn {
                try await context.executeActivity("Last", options: .init(startToCloseTimeout: .seconds(5)))
            }
        }
    }
}
