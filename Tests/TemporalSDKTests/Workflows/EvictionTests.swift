import Synchronization
import TemporalAPI
import TemporalSDK
import Testing

@Suite(.serialized)
struct EvictionTests {
    @Test
    func `a run that leaves the cache leaves nothing behind`() throws {
        let before = Counted.alive
        for _ in 0..<50 {
            let run = try RunDriver(Busy.self)
            try run.task()
            try run.signal("poke")
            try run.task()
            #expect(Counted.alive > before)
            #expect(run.machine.evict())
        }
        #expect(Counted.alive == before)
    }

    @Test
    func `a run that ended leaves nothing behind`() throws {
        let before = Counted.alive
        do {
            let run = try RunDriver(Busy.self)
            try run.task()
            run.requestCancel()
            try run.task()
            // What cannot be called back, and what is shielded, goes on before the workflow ends.
            run.deliverExternal()
            try run.completeActivity("2")
            #expect(try run.task().map(\.commandType).last == .cancelWorkflowExecution)
            #expect(run.machine.evict())
        }
        #expect(Counted.alive == before)
    }

    @Test
    func `code that swallows every error is given up, and said so`() throws {
        let run = try RunDriver(Stubborn.self)
        try run.task()
        #expect(!run.machine.evict())
    }

    @Test
    func `code that runs at an eviction gives no commands`() throws {
        let run = try RunDriver(Compensating.self)
        try run.task()
        #expect(run.machine.evict())
    }

    /// Tells how many of it there are.
    final class Counted: Sendable {
        private static let count = Atomic(0)
        static var alive: Int { count.load(ordering: .relaxed) }

        init() { Self.count.add(1, ordering: .relaxed) }
        deinit { Self.count.subtract(1, ordering: .relaxed) }
    }

    /// Waits for one of each thing, in every kind of task.
    private actor Busy: WorkflowDefinition {
        let context: WorkflowContext
        private let counted = Counted()
        private var isDone = false

        static let poke = WorkflowSignalDefinition<Busy, Void>("poke") { workflow in
            let mine = Counted()
            try await workflow.context.sleep(for: .seconds(5))
            withExtendedLifetime(mine) {}
        }
        static var signals: [any WorkflowSignalHandler<Busy>] { [poke] }

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            let context = context
            let mine = Counted()
            let spawned = context.spawn {
                let own = Counted()
                try await context.sleep(for: .seconds(9))
                withExtendedLifetime(own) {}
            }
            context.spawn {
                // Nothing of the run wakes this one: it must be cancelled.
                let own = Counted()
                let (endless, end) = AsyncStream.makeStream(of: Int.self)
                for await _ in endless {}
                end.finish()
                withExtendedLifetime(own) {}
            }
            async let activity: Int = context.executeActivity("A", options: .init(startToCloseTimeout: .seconds(5)))
            async let child: Int = context.executeChildWorkflow("C", options: .init(cancellationType: .abandon))
            async let signal: Void = context.externalWorkflow(id: "x").signal("s")
            async let condition: Bool = context.condition(timeout: .seconds(1)) { false }
            async let shielded: Int = context.withCancellationShield {
                try await context.executeActivity("B", options: .init(startToCloseTimeout: .seconds(5)))
            }
            let (stream, end) = AsyncStream.makeStream(of: Int.self)
            async let streamed: Void = { for await _ in stream {} }()
            try await context.condition { self.isDone }
            _ = try await (activity, child, signal, condition, shielded)
            await streamed
            end.finish()
            _ = try await spawned.value
            withExtendedLifetime(mine) {}
        }
    }

    private actor Stubborn: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            while true { try? await context.sleep(for: .seconds(1)) }
        }
    }

    private actor Compensating: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            do {
                try await context.sleep(for: .seconds(1))
            } catch {
                context.spawn { try await self.context.sleep(for: .seconds(1)) }
                try? context.upsertMemo(["gone": true])
                _ = context.patched("late")
                try await context.withCancellationShield {
                    try await self.context.executeActivity("Release", options: .init(startToCloseTimeout: .seconds(5)))
                }
            }
        }
    }
}
