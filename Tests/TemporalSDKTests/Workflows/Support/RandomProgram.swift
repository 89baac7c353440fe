import TemporalSDK
import TestSupport

/// A program for a workflow, made of everything that Swift's structured concurrency offers.
indirect enum RandomProgram: Sendable {
    case activity
    case sleep
    case yield
    case concurrently
    case hop
    case condition
    case signal
    case pair(RandomProgram, RandomProgram)
    case group([RandomProgram])
    case race(RandomProgram, RandomProgram)
    case spawn(RandomProgram)
    case shield(RandomProgram)
    case sequence([RandomProgram])

    static func random(_ random: inout SeededRandom, depth: Int = 4) -> RandomProgram {
        if depth == 0 {
            switch Int.random(in: 0..<9, using: &random) {
            case 0, 1, 2: return .activity
            case 3: return .sleep
            case 4: return .yield
            case 5: return .concurrently
            case 6: return .hop
            case 7: return .condition
            default: return .signal
            }
        }
        func part() -> RandomProgram { .random(&random, depth: depth - 1) }
        func parts() -> [RandomProgram] { (0..<Int.random(in: 2...4, using: &random)).map { _ in part() } }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .pair(part(), part())
        case 1: return .group(parts())
        case 2: return .race(part(), part())
        case 3: return .spawn(part())
        case 4: return .shield(part())
        case 5, 6: return .sequence(parts())
        default: return .random(&random, depth: 0)
        }
    }
}

/// Runs the program that its input is the seed of, and notes the order in which its parts run.
actor RandomWorkflow: WorkflowDefinition {
    let context: WorkflowContext
    private var trace: [Int] = []
    private var steps = 0
    private var flags = 0

    static let flag = WorkflowSignalDefinition<RandomWorkflow, Void>("flag") { workflow in
        workflow.note(-1)
        workflow.flags += 1
        try? await workflow.context.sleep(for: .seconds(1))
        workflow.note(-2)
    }
    static let traced = WorkflowQueryDefinition<RandomWorkflow, Void, [Int]>("trace") { $0.trace }
    static var signals: [any WorkflowSignalHandler<RandomWorkflow>] { [flag] }
    static var queries: [any WorkflowQueryHandler<RandomWorkflow>] { [traced] }

    init(context: WorkflowContext, input: Int) { self.context = context }

    func run(input: Int) async throws {
        var random = SeededRandom(seed: UInt64(input))
        await perform(.random(&random))
        note(0)
    }

    private func note(_ step: Int) {
        trace.append(step)
    }

    private func begin() -> Int {
        steps += 1
        note(steps * 2)
        return steps * 2 + 1
    }

    private func perform(_ program: RandomProgram) async {
        let end = begin()
        do { try await attempt(program) } catch { note(-end) }
        note(end)
    }

    private func attempt(_ program: RandomProgram) async throws {
        let context = context
        switch program {
        case .activity:
            let options = ActivityOptions(startToCloseTimeout: .seconds(5), triesLocally: steps.isMultiple(of: 2))
            try await context.executeActivity("A", options: options)
        case .sleep: try await context.sleep(for: .seconds(1))
        case .yield: await Task.yield()
        case .concurrently: note(await Self.compute(steps))
        case .hop: note(await Self.plain(steps))
        case .condition:
            let seen = flags
            _ = try await context.condition(timeout: .seconds(3)) { self.flags > seen }
        case .signal: try await context.externalWorkflow(id: "other").signal("s", input: steps)
        case .pair(let first, let second):
            async let one: Void = perform(first)
            async let two: Void = perform(second)
            _ = await (one, two)
        case .group(let parts):
            await withTaskGroup(of: Void.self) { group in
                for part in parts { group.addTask { await self.perform(part) } }
            }
        case .race(let first, let second):
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.perform(first) }
                group.addTask { await self.perform(second) }
                await group.next()
                group.cancelAll()
            }
        case .spawn(let part): context.spawn { await self.perform(part) }
        case .shield(let part): try await context.withCancellationShield { await self.perform(part) }
        case .sequence(let parts): for part in parts { await perform(part) }
        }
    }

    @concurrent
    private static func compute(_ step: Int) async -> Int {
        await Task.yield()
        return -1_000 - step
    }

    private nonisolated static func plain(_ step: Int) async -> Int { -2_000 - step }
}
