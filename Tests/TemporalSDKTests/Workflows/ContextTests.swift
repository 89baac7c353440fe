import Foundation
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct ContextTests {
    @Test
    func `time, random numbers and ids are the same at every replay`() throws {
        let run = try RunDriver(Curious.self)
        try run.task()
        let first = try run.query("seen", as: [String].self)
        run.fireTimer("1")
        try run.task()
        let second = try run.query("seen", as: [String].self)
        #expect(second.count == 6)
        #expect(Array(second.prefix(3)) == first)
        #expect(Set(second).count == 6)
        run.loseCache()
        try run.machine.read(run.history, current: nil)
        #expect(try run.query("seen", as: [String].self) == second)
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `the numbers of a run id never change`() throws {
        let run = try RunDriver(Curious.self)
        try run.task()
        // Histories of running workflows depend on these.
        #expect(
            try run.query("seen", as: [String].self) == [
                "2027-01-15 08:00:03 +0000", "3915578952879762569", "955474BF-6FC0-4C40-89EA-C15776257281",
            ]
        )
    }

    @Test
    func `a query draws no numbers from the run`() throws {
        let run = try RunDriver(Curious.self)
        try run.task()
        let drawn = try run.query("draw", as: UInt64.self)
        #expect(try run.query("draw", as: UInt64.self) == drawn)
        run.fireTimer("1")
        try run.task()
        #expect(run.replay()?.message == nil)
        #expect(try run.query("seen", as: [String].self)[4] == "\(drawn)")
    }

    @Test
    func `memo and search attributes are changed with the service and in the run`() throws {
        let run = try RunDriver(Labelled.self, memo: ["kept": try DataConverter.default.convertValue("k")])
        let commands = try run.task()
        #expect(
            commands.map(\.commandType)
                == [.modifyWorkflowProperties, .upsertWorkflowSearchAttributes, .completeWorkflowExecution]
        )
        let memo = commands[0].modifyWorkflowPropertiesCommandAttributes.upsertedMemo.fields
        #expect(memo["step"]?.data == Data("\"paid\"".utf8))
        #expect(memo["old"]?.metadata["encoding"] == Data("binary/null".utf8))
        let attributes = commands[1].upsertWorkflowSearchAttributesCommandAttributes.searchAttributes.indexedFields
        #expect(attributes["Step"]?.data == Data("\"paid\"".utf8))
        #expect(attributes["Step"]?.metadata["type"] == Data("Keyword".utf8))
        let result = commands[2].completeWorkflowExecutionCommandAttributes.result.payloads
        #expect(try run.environment.converter.convertSinglePayload(result, as: String.self) == "k paid paid nil")
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a run continues as new with what it does not change`() throws {
        let run = try RunDriver(Endless.self, 3, memo: ["kept": try DataConverter.default.convertValue("k")])
        try run.startTask(historySize: 5_000_000, suggestsContinueAsNew: true)
        run.completeTask()
        #expect(run.commands.map(\.commandType) == [.upsertWorkflowSearchAttributes, .continueAsNewWorkflowExecution])
        let next = run.commands[1].continueAsNewWorkflowExecutionCommandAttributes
        #expect(next.workflowType.name == "Endless")
        #expect(next.taskQueue.name == "elsewhere")
        #expect(next.workflowRunTimeout.seconds == 10)
        #expect(next.initiator == .workflow)
        #expect(try run.environment.converter.convertSinglePayload(next.input.payloads, as: Int.self) == 4)
        #expect(next.memo.fields["kept"]?.data == Data("\"k\"".utf8))
        #expect(next.searchAttributes.indexedFields["Round"]?.data == Data("3".utf8))
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `the run knows its history's size and where it comes from`() throws {
        let run = try RunDriver(Informed.self)
        try run.startTask(historySize: 1234)
        run.completeTask()
        let result = run.commands[0].completeWorkflowExecutionCommandAttributes.result.payloads
        #expect(
            try run.environment.converter.convertSinglePayload(result, as: [String].self) == [
                "3", "1234", "false", "workflow-1", run.execution.runID, "Informed", "queue", "default", "1", "nil",
            ]
        )
    }

    @Test
    func `details are shown to people, with the handlers that there are`() throws {
        let run = try RunDriver(Curious.self)
        try run.task()
        let payload = try run.machine.answer(.with { $0.queryType = "__temporal_workflow_metadata" })[0]
        let metadata = try APIWorkflowMetadata(jsonUTF8Data: payload.data)
        #expect(payload.metadata["encoding"] == Data("json/protobuf".utf8))
        #expect(metadata.currentDetails == "looking around")
        #expect(metadata.definition.type == "Curious")
        #expect(metadata.definition.queryDefinitions.map(\.name) == ["seen", "draw"])
        let stack = try run.query("__stack_trace", as: String.self)
        #expect(stack == "waits for timer (id 1), event 5" || stack == "")
    }

    private actor Curious: WorkflowDefinition {
        let context: WorkflowContext
        private var seen: [String] = []

        static let seen = WorkflowQueryDefinition<Curious, Void, [String]>("seen") { $0.seen }
        static let draw = WorkflowQueryDefinition<Curious, Void, UInt64>("draw") { workflow in
            var generator = workflow.context.randomNumberGenerator
            return generator.next()
        }
        static var queries: [any WorkflowQueryHandler<Curious>] { [seen, draw] }

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            look()
            try await context.sleep(for: .seconds(1))
            look()
            try await context.sleep(for: .seconds(1))
        }

        private func look() {
            context.currentDetails = "looking around"
            var generator = context.randomNumberGenerator
            seen += ["\(context.now)", "\(generator.next())", context.uuid().uuidString]
        }
    }

    private actor Labelled: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws -> String {
            try context.upsertMemo(["step": "paid", "old": nil])
            try context.upsertSearchAttributes(SearchAttributeCollection { $0[.keyword("Step")] = "paid" })
            let kept = try context.memoValue("kept", as: String.self) ?? "nil"
            let step = try context.memoValue("step", as: String.self) ?? "nil"
            let old = try context.memoValue("old", as: String.self) ?? "nil"
            return "\(kept) \(step) \(context.searchAttributes[.keyword("Step")] ?? "nil") \(old)"
        }
    }

    private actor Endless: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Int) { self.context = context }

        func run(input: Int) async throws {
            try context.upsertSearchAttributes(SearchAttributeCollection { $0[.int("Round")] = input })
            guard context.continueAsNewSuggested else { return }
            throw context.makeContinueAsNewError(
                options: .init(taskQueue: "elsewhere", runTimeout: .seconds(10)),
                input: input + 1
            )
        }
    }

    private actor Informed: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws -> [String] {
            let info = context.info
            return [
                "\(context.currentHistoryLength)", "\(context.currentHistorySize)", "\(context.continueAsNewSuggested)",
                info.workflowID, info.runID, info.workflowType, info.taskQueue, info.namespace, "\(info.attempt)",
                info.parent?.workflowID ?? "nil",
            ]
        }
    }
}
