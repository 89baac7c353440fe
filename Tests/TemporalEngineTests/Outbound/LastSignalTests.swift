import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

@Suite
struct LastSignalTests {
    @Test
    func `a run that signals another and ends in the same breath is heard`() async throws {
        try await EngineFixture.with { engine in
            try await engine.start("listener") { $0.taskQueue.name = "listeners" }
            let listeners = APITaskQueue.with { $0.name = "listeners" }
            try await engine.complete(try await engine.pollWorkflow(listeners), [])
            try await engine.start("teller")
            let task = try await engine.pollWorkflow()
            try await engine.complete(task, [.signalExternal("listener", "news"), .completeRun])
            #expect(try await engine.describe("teller").workflowExecutionInfo.status == .completed)

            let woken = try await engine.pollWorkflow(listeners)
            let signal = try #require(woken.history.events.first { $0.eventType == .workflowExecutionSignaled })
            let attributes = signal.workflowExecutionSignaledEventAttributes
            #expect(attributes.signalName == "news")
            #expect(attributes.externalWorkflowExecution.workflowID == "teller")
        }
    }
}
