import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct GuardTests {
    @Test
    func `a query may not give commands`() throws {
        let run = try RunDriver(Rude.self, "")
        try run.task()
        let error = try #require(throws: WorkflowReadOnlyError.self) { try run.query("remember", as: Bool.self) }
        #expect(error.description.contains("upsertMemo"))
        try run.signal("end")
        #expect(try run.task().map(\.commandType) == [.completeWorkflowExecution])
        #expect(run.replay()?.message == nil)
    }

    @Test
    func `a query that nobody knows names those that there are`() throws {
        let run = try RunDriver(Rude.self, "")
        try run.task()
        let error = try #require(throws: WorkflowQueryError.self) { try run.query("colour", as: String.self) }
        #expect(error.description == "there is no query 'colour'; known queries: [patched, remember]")
    }

    @Test(arguments: ["task", "detached", "main"])
    func `code that leaves the run is found at the next task at the latest`(kind: String) async throws {
        let run = try RunDriver(Rude.self, kind)
        let failure = await #expect(throws: WorkflowTaskFailure.self) {
            for _ in 0..<200 {
                try run.task()
                try await Task.sleep(for: .milliseconds(5))
                try run.signal("poke")
            }
        }
        #expect(failure?.cause == .nonDeterministicError)
        #expect(failure?.message.contains("context.spawn") == true, "\(failure?.message ?? "")")
    }

    @Test
    func `a loop that never waits for the service fails the task`() throws {
        let limits = WorkflowLimits(jobsPerTask: 1_000)
        let run = try RunDriver(
            Rude.self,
            "yield",
            environment: WorkflowEnvironment(taskQueue: "queue", limits: limits)
        )
        let failure = try #require(throws: WorkflowTaskFailure.self) { try run.task() }
        #expect(failure.message.contains("1000 jobs"))
    }

    @Test
    func `a loop that calls the context without end fails the task`() throws {
        let limits = WorkflowLimits(callsPerTask: 1_000)
        let run = try RunDriver(Rude.self, "loop", environment: WorkflowEnvironment(taskQueue: "queue", limits: limits))
        try run.task()
        run.requestCancel()
        let failure = try #require(throws: WorkflowTaskFailure.self) { try run.task() }
        #expect(failure.message.contains("1000 times"))
    }

    private actor Rude: WorkflowDefinition {
        let context: WorkflowContext
        private var isOver = false
        private var pokes = 0

        static let end = WorkflowSignalDefinition<Rude, Void>("end") { $0.isOver = true }
        static let poke = WorkflowSignalDefinition<Rude, Void>("poke") { $0.pokes += 1 }
        static let remember = WorkflowQueryDefinition<Rude, Void, Bool>("remember") { workflow in
            try workflow.context.upsertMemo(["asked": true])
            return true
        }
        static let patched = WorkflowQueryDefinition<Rude, Void, Bool>("patched") { $0.context.patched("p") }
        static var signals: [any WorkflowSignalHandler<Rude>] { [end, poke] }
        static var queries: [any WorkflowQueryHandler<Rude>] { [remember, patched] }

        init(context: WorkflowContext, input: String) { self.context = context }

        func run(input: String) async throws {
            switch input {
            case "task":
                Task {
                    await Task.yield()
                    try await self.context.sleep(for: .seconds(1))
                }
            case "detached":
                Task.detached { try await self.touch() }
            case "main":
                await hop()
            case "yield":
                while true { await Task.yield() }
            case "loop":
                while true { try? await context.sleep(for: .seconds(1)) }
            default: break
            }
            try await context.condition { self.isOver }
        }

        private func touch() async throws {
            try await context.sleep(for: .seconds(1))
        }

        private func hop() async {
            await Elsewhere.shared.work()
        }
    }

    /// Stands for the main actor, which tests cannot count on.
    private actor Elsewhere {
        static let shared = Elsewhere()

        func work() async {
            try? await Task.sleep(for: .milliseconds(1))
        }
    }
}
