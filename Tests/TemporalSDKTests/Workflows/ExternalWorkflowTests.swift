import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct ExternalWorkflowTests {
    @Test
    func `a signal and a cancellation reach another workflow`() throws {
        let run = try RunDriver(Neighbour.self)
        let signal = try run.task()
        #expect(signal.map(\.commandType) == [.signalExternalWorkflowExecution])
        let attributes = signal[0].signalExternalWorkflowExecutionCommandAttributes
        #expect(attributes.execution.workflowID == "other")
        #expect(attributes.execution.runID == "run-2")
        #expect(!attributes.childWorkflowOnly)
        #expect(attributes.input.payloads.count == 2)
        run.deliverExternal()
        let cancel = try run.task()
        #expect(cancel.map(\.commandType) == [.requestCancelExternalWorkflowExecution])
        #expect(cancel[0].requestCancelExternalWorkflowExecutionCommandAttributes.reason == "no longer needed")
        run.deliverExternal()
        #expect(try run.task().map(\.commandType) == [.completeWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a workflow that is not there is an error`() throws {
        let run = try RunDriver(Neighbour.self)
        try run.task()
        run.refuseExternal()
        let end = try run.task()
        #expect(end.map(\.commandType) == [.failWorkflowExecution])
        #expect(
            end[0].failWorkflowExecutionCommandAttributes.failure.message
                == "Unable to signal external workflow because it was not found"
        )
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a cancellation that finds nobody is an error`() throws {
        let run = try RunDriver(Neighbour.self)
        try run.task()
        run.deliverExternal()
        try run.task()
        run.refuseExternal()
        let end = try run.task()
        #expect(
            end[0].failWorkflowExecutionCommandAttributes.failure.message
                == "Unable to cancel external workflow because it was not found"
        )
        #expect(run.replay()?.message == nil)
    }

    private actor Neighbour: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            let other = context.externalWorkflow(id: "other", runID: "run-2")
            try await other.signal("wake", input: "up", 7)
            try await other.cancel(reason: "no longer needed")
        }
    }
}
