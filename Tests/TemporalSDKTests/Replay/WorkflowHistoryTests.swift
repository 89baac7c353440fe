import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct WorkflowHistoryTests {
    /// As the CLI and the web UI write it today.
    private static let today = """
        {"events": [
          {"eventId": "1", "eventTime": "2026-11-20T10:00:00.123456789Z", "eventType": "EVENT_TYPE_WORKFLOW_EXECUTION_STARTED",
           "taskId": "1048587", "newField": {"unheard": "of"},
           "workflowExecutionStartedEventAttributes": {
             "workflowType": {"name": "Nap"}, "taskQueue": {"name": "q", "kind": "TASK_QUEUE_KIND_NORMAL"},
             "input": {"payloads": [{"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "MQ=="}]},
             "workflowTaskTimeout": "10s", "originalExecutionRunId": "run-1", "attempt": 1, "workflowId": "nap-1",
             "memo": {"fields": {"kind": {"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "MQ=="}}}}},
          {"eventId": "2", "eventType": "EVENT_TYPE_WORKFLOW_TASK_SCHEDULED"},
          {"eventId": "3", "eventType": "EVENT_TYPE_WORKFLOW_TASK_STARTED"},
          {"eventId": "4", "eventType": "EVENT_TYPE_WORKFLOW_TASK_COMPLETED"},
          {"eventId": "5", "eventType": "EVENT_TYPE_TIMER_STARTED",
           "timerStartedEventAttributes": {"timerId": "1", "startToFireTimeout": "1s"}},
          {"eventId": "6", "eventType": "EVENT_TYPE_TIMER_FIRED",
           "timerFiredEventAttributes": {"timerId": "1", "startedEventId": "5"}},
          {"eventId": "7", "eventType": "EVENT_TYPE_WORKFLOW_TASK_SCHEDULED"},
          {"eventId": "8", "eventType": "EVENT_TYPE_WORKFLOW_TASK_STARTED"},
          {"eventId": "9", "eventType": "EVENT_TYPE_WORKFLOW_TASK_COMPLETED"},
          {"eventId": "10", "eventType": "EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED",
           "workflowExecutionCompletedEventAttributes": {}}
        ]}
        """

    /// As older tools wrote it: enum values without their prefix.
    private static var older: String {
        today.replacing(/"EVENT_TYPE_([A-Z_]+)"/) { match in
            "\"" + match.1.split(separator: "_").map { $0.capitalized }.joined() + "\""
        }
        .replacing("TASK_QUEUE_KIND_NORMAL", with: "Normal")
    }

    @Test(arguments: [today, older])
    func `JSON histories of the official tools are read and replayed`(json: String) async throws {
        let history = try WorkflowHistory(json: Data(json.utf8))
        #expect(history.events.count == 10)
        #expect(history.workflowID == "nap-1")
        #expect(history.runID == "run-1")
        #expect(history.workflowType == "Nap")
        #expect(history.events[0].eventTime.nanos == 123_456_789)
        #expect(history.events[0].workflowExecutionStartedEventAttributes.taskQueue.kind == .normal)
        let replayer = try WorkflowReplayer(workflows: [Nap.self])
        #expect(replayer.replay(history).succeeded)
        let results = await replayer.replay([history, history])
        #expect(results.map(\.succeeded) == [true, true])
    }

    @Test
    func `a history survives its own JSON and protobuf`() throws {
        let history = try WorkflowHistory(json: Data(Self.today.utf8))
        #expect(try WorkflowHistory(json: try history.json()).events == history.events)
        let protobuf: Data = try APIHistory.with { $0.events = history.events }.serializedBytes()
        #expect(try WorkflowHistory(protobuf: protobuf).events == history.events)
    }

    @Test
    func `causes without prefix get that of their attributes`() throws {
        let json = """
            {"events": [
              {"eventId": "1", "eventType": "WorkflowExecutionStarted", "workflowExecutionStartedEventAttributes": {}},
              {"eventId": "2", "eventType": "WorkflowTaskFailed", "workflowTaskFailedEventAttributes": {
                "cause": "NonDeterministicError",
                "failure": {"message": "m", "cause": {"message": "c", "timeoutFailureInfo": {"timeoutType": "Heartbeat"}}}}},
              {"eventId": "3", "eventType": "StartChildWorkflowExecutionFailed",
                "startChildWorkflowExecutionFailedEventAttributes": {"cause": "WorkflowAlreadyExists"}}
            ]}
            """
        let events = try WorkflowHistory(json: Data(json.utf8)).events
        #expect(events[1].workflowTaskFailedEventAttributes.cause == .nonDeterministicError)
        #expect(events[1].workflowTaskFailedEventAttributes.failure.cause.timeoutFailureInfo.timeoutType == .heartbeat)
        #expect(events[2].startChildWorkflowExecutionFailedEventAttributes.cause == .workflowAlreadyExists)
    }

    @Test(arguments: [
        "", "[]", "{}", "{\"events\": [1]}", "{\"events\": []}", "{\"events\": [{\"eventId\": \"1\"}]}", "no",
    ])
    func `what is no history is refused`(json: String) {
        #expect(throws: WorkflowHistoryError.self) { try WorkflowHistory(json: Data(json.utf8)) }
    }

    @Test
    func `a history of an unknown type, or of other code, does not replay`() throws {
        let history = try WorkflowHistory(json: Data(Self.today.utf8))
        let unknown = try WorkflowReplayer(workflows: []).replay(history)
        #expect(unknown.failure is WorkflowHistoryError)
        let changed = try WorkflowReplayer(workflows: [Changed.self]).replay(history)
        #expect((changed.failure as? WorkflowTaskFailure)?.isNondeterminism == true)
    }

    @Test
    func `two workflows of one name cannot be registered`() {
        #expect(throws: WorkflowRegistrationError.self) { try WorkflowReplayer(workflows: [Nap.self, Changed.self]) }
    }

    private actor Nap: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Int) { self.context = context }

        func run(input: Int) async throws {
            try await context.sleep(for: .seconds(input))
        }
    }

    private actor Changed: WorkflowDefinition {
        static let name = "Nap"
        let context: WorkflowContext

        init(context: WorkflowContext, input: Int) { self.context = context }

        func run(input: Int) async throws {
            try await context.executeActivity("Nap", options: .init(startToCloseTimeout: .seconds(1)), input: input)
        }
    }
}
