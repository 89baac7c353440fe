import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct ActivityTests {
    @Test
    func `an activity is scheduled with its options and its result comes back`() throws {
        let run = try RunDriver(Greeting.self, "Ada")
        let commands = try run.task()
        let attributes = try #require(commands.first).scheduleActivityTaskCommandAttributes
        #expect(commands.map(\.commandType) == [.scheduleActivityTask])
        #expect(attributes.activityID == "1")
        #expect(attributes.activityType.name == "Greet")
        #expect(attributes.taskQueue.name == "other")
        #expect(attributes.startToCloseTimeout.seconds == 5)
        #expect(attributes.heartbeatTimeout.nanos == 500_000_000)
        #expect(attributes.retryPolicy.maximumAttempts == 3)
        #expect(!attributes.requestEagerExecution)
        #expect(try run.environment.converter.convertSinglePayload(attributes.input.payloads, as: String.self) == "Ada")
        #expect(commands[0].userMetadata.summary.data == Data("\"says hello\"".utf8))

        try run.completeActivity("1", "Hello Ada")
        let end = try run.task()
        #expect(end.map(\.commandType) == [.completeWorkflowExecution])
        #expect(
            end[0].completeWorkflowExecutionCommandAttributes.result.payloads.first?.data == Data("\"Hello Ada\"".utf8)
        )
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `an activity on the workflow's own queue may begin eagerly`() throws {
        let run = try RunDriver(TwoAtOnce.self)
        let commands = try run.task()
        #expect(commands.map(\.scheduleActivityTaskCommandAttributes.requestEagerExecution) == [true, true])
        #expect(commands.map(\.scheduleActivityTaskCommandAttributes.activityID) == ["1", "2"])
        try run.completeActivity("2", 2)
        #expect(try run.task().isEmpty)
        try run.completeActivity("1", 1)
        #expect(try run.task().map(\.commandType) == [.completeWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a failure of an activity says what failed and why`() throws {
        let run = try RunDriver(Catching.self)
        try run.task()
        run.failActivity("1", ApplicationError("no money", type: "Declined", isNonRetryable: true))
        let end = try run.task()
        let text = try run.environment.converter.convertSinglePayload(
            end[0].completeWorkflowExecutionCommandAttributes.result.payloads,
            as: String.self
        )
        #expect(text == "Charge 1 Declined no money maximumAttemptsReached")
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a timeout of an activity is the cause of its error`() throws {
        let run = try RunDriver(Catching.self)
        try run.task()
        run.timeOutActivity("1")
        let end = try run.task()
        let text = try run.environment.converter.convertSinglePayload(
            end[0].completeWorkflowExecutionCommandAttributes.result.payloads,
            as: String.self
        )
        #expect(text == "Charge timed out startToClose")
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `an error that nobody catches fails the workflow with the activity's failure`() throws {
        let run = try RunDriver(Greeting.self, "Ada")
        try run.task()
        run.failActivity("1", ApplicationError("no", type: "No"))
        let end = try run.task()
        #expect(end.map(\.commandType) == [.failWorkflowExecution])
        let failure = end[0].failWorkflowExecutionCommandAttributes.failure
        #expect(failure.activityFailureInfo.activityType.name == "Greet")
        #expect(failure.cause.applicationFailureInfo.type == "No")
        #expect(run.replay()?.message == nil)
    }

    private actor Greeting: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: String) { self.context = context }

        func run(input: String) async throws -> String {
            let options = ActivityOptions(
                startToCloseTimeout: .seconds(5),
                heartbeatTimeout: .milliseconds(500),
                taskQueue: "other",
                retryPolicy: RetryPolicy(maximumAttempts: 3),
                summary: "says hello"
            )
            return try await context.executeActivity("Greet", options: options, input: input)
        }
    }

    private actor TwoAtOnce: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws -> Int {
            let options = ActivityOptions(startToCloseTimeout: .seconds(5))
            async let first: Int = context.executeActivity("A", options: options)
            async let second: Int = context.executeActivity("B", options: options)
            return try await first + second
        }
    }

    private actor Catching: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws -> String {
            do {
                try await context.executeActivity("Charge", options: .init(startToCloseTimeout: .seconds(5)))
                return "charged"
            } catch let error as ActivityError {
                if let timeout = error.cause as? TimeoutError {
                    return "\(error.activityType) timed out \(timeout.type)"
                }
                let cause = error.cause as? ApplicationError
                return [
                    error.activityType, error.activityID, cause?.type ?? "", cause?.message ?? "",
                    "\(error.retryState)",
                ]
                .joined(separator: " ")
            }
        }
    }
}
