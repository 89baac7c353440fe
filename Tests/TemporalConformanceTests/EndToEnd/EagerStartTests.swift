import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import TestSupport
import Testing

/// The first task of a workflow comes with the answer to its start.
@Suite(.timeLimit(.minutes(1)))
struct EagerStartTests {
    private static let echo = RegisteredActivity(name: "Echo") { (text: String) in text }

    private func run(
        _ way: EndToEnd.Way,
        shares: Bool = true,
        _ body: (EndToEnd) async throws -> Void
    ) async throws {
        try await EndToEnd.with(
            way,
            workflows: [CallActivity.self],
            activities: [Self.echo],
            configure: { if shares { $0.eagerWorkers = EagerWorkers() } },
            body
        )
    }

    private func start(_ it: EndToEnd, _ id: String, isEager: Bool = true) async throws -> [APIHistoryEvent] {
        var options = it.options(id)
        options.requestEagerStart = isEager
        let handle = try await it.client.startWorkflow(
            type: CallActivity.self,
            options: options,
            input: .init(activity: "Echo", text: id)
        )
        #expect(try await handle.result() == id)
        return try await it.client.workflowHandle(id: id).fetchHistory().events
    }

    private func isEager(_ events: [APIHistoryEvent]) -> Bool {
        events[0].workflowExecutionStartedEventAttributes.eagerExecutionAccepted
    }

    @Test(arguments: EndToEnd.Way.allCases)
    func `a worker of the client's process takes the first task from the answer`(way: EndToEnd.Way) async throws {
        try await run(way) { it in
            // The worker has to be at work first.
            let isReady = try await eventually { isEager(try await start(it, "warm-\(ContinuousClock.now)")) }
            #expect(isReady)
            let events = try await start(it, "eager")
            #expect(isEager(events))
            let started = events[2].workflowTaskStartedEventAttributes
            #expect(started.identity == ClientIdentity.process)
            #expect(!isEager(try await start(it, "plain", isEager: false)))
        }
    }

    @Test
    func `a client without a worker in its process starts as always`() async throws {
        try await run(.inProcess, shares: false) { it in
            let events = try await start(it, "alone")
            #expect(!isEager(events))
        }
    }

    @Test
    func `a task that nobody takes from the answer is offered when it times out`() async throws {
        try await run(.inProcess) { it in
            let request = APIStartWorkflowExecutionRequest.with {
                $0.namespace = "default"
                $0.workflowID = "lost"
                $0.workflowType.name = "CallActivity"
                $0.taskQueue.name = it.taskQueue
                $0.requestID = "once"
                $0.identity = "somebody"
                $0.workflowTaskTimeout = .init(Duration.seconds(1))
                $0.requestEagerExecution = true
                $0.input.payloads =
                    (try? DataConverter.default.convertValues(
                        CallActivity.Input(activity: "Echo", text: "late")
                    )) ?? []
            }
            let answer = try await it.service.startWorkflowExecution(request, CallOptions(deadline: .now + .seconds(5)))
            #expect(answer.eagerWorkflowTask.startedEventID == 3 && !answer.eagerWorkflowTask.taskToken.isEmpty)
            #expect(answer.eagerWorkflowTask.history.events.count == 3)
            // The same request again makes no second task.
            let again = try await it.service.startWorkflowExecution(request, CallOptions(deadline: .now + .seconds(5)))
            #expect(again.runID == answer.runID && !again.hasEagerWorkflowTask)
            let result = try await it.client.workflowHandle(id: "lost").result(as: String.self)
            #expect(result == "late")
        }
    }

    @Test
    func `a delayed start is not eager`() async throws {
        try await run(.inProcess) { it in
            let request = APIStartWorkflowExecutionRequest.with {
                $0.namespace = "default"
                $0.workflowID = "delayed"
                $0.workflowType.name = "CallActivity"
                $0.taskQueue.name = it.taskQueue
                $0.workflowStartDelay = .init(Duration.seconds(60))
                $0.requestEagerExecution = true
            }
            let answer = try await it.service.startWorkflowExecution(request, CallOptions(deadline: .now + .seconds(5)))
            #expect(!answer.hasEagerWorkflowTask)
        }
    }
}
