package import TemporalSDK

/// Does what its input says, step by step, and answers what came of each. Tests/Conformance/shared/script.py is the
/// same in Python: its commands are the same.
package actor Script: WorkflowDefinition {
    package static let add = WorkflowSignalDefinition<Script, String>("add") { $0.heard.append($1) }
    package static let resultsQuery = WorkflowQueryDefinition<Script, Void, [String]>("results") { $0.results }

    package static var signals: [any WorkflowSignalHandler<Script>] { [add] }
    package static var queries: [any WorkflowQueryHandler<Script>] { [resultsQuery] }

    package nonisolated let context: WorkflowContext
    var heard: [String] = []
    private var results: [String] = []

    package init(context: WorkflowContext, input: [ScriptStep]) {
        self.context = context
    }

    package func run(input: [ScriptStep]) async throws -> [String] {
        try await carryOut(input)
        return results
    }

    func carryOut(_ steps: [ScriptStep]) async throws {
        for step in steps { results.append(contentsOf: try await outcome(of: step)) }
    }

    func note(_ result: String) { results.append(result) }

    /// What comes of a step; of one whose errors are caught that is never an error.
    private func outcome(of step: ScriptStep) async throws -> [String] {
        do {
            return try await result(of: step)
        } catch  where step.caught == true {
            return [ScriptErrors.text(of: error)]
        }
    }

    private func result(of step: ScriptStep) async throws -> [String] {
        switch step.do {
        case "activity": return [try await activity(step)]
        case "child": return [try await child(step)]
        case "startChild": return [try await startChild(step)]
        case "parallel": return try await parallel(step.steps ?? [])
        case "guard": return try await guarded(step)
        case "shield":
            // In Swift a task that was cancelled stays so.
            try await context.withCancellationShield { try await self.carryOut(step.steps ?? []) }
            return []
        case "sleep":
            try await context.sleep(for: step.time)
            return ["slept"]
        case "wait":
            try await context.condition { self.heard.count >= step.number ?? 1 }
            return ["heard " + heard.joined(separator: ",")]
        case "waitAWhile":
            return [try await context.condition(timeout: step.time) { !self.heard.isEmpty } ? "heard" : "silence"]
        case "signal":
            try await context.externalWorkflow(id: other(step)).signal("add", input: step.text ?? "")
            return ["signalled"]
        case "cancel":
            try await context.externalWorkflow(id: other(step)).cancel()
            return ["asked"]
        case "patch": return ["\(context.patched(step.id ?? ""))"]
        case "memo":
            try context.upsertMemo(["text": step.text])
            return ["noted"]
        case "continue": throw context.makeContinueAsNewError(input: step.steps ?? [])
        case "fail":
            throw ApplicationError(
                step.text ?? "",
                type: step.type,
                details: FailureDetails("detail", 7),
                isNonRetryable: step.final ?? false
            )
        default: throw ApplicationError("no such step: \(step.do)", isNonRetryable: true)
        }
    }

    func other(_ step: ScriptStep) -> String { "\(context.info.workflowID)-\(step.id ?? "")" }

    private func parallel(_ steps: [ScriptStep]) async throws -> [String] {
        try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
            for (index, step) in steps.enumerated() {
                group.addTask { (index, try await self.outcome(of: step)) }
            }
            var all: [(Int, [String])] = []
            for try await one in group { all.append(one) }
            return all.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    /// Does steps, and others when it is cancelled meanwhile.
    private func guarded(_ step: ScriptStep) async throws -> [String] {
        do {
            try await carryOut(step.steps ?? [])
            return []
        } catch  where ScriptErrors.isCancellation(error) {
            note("cancelled")
            try await context.withCancellationShield { try await self.carryOut(step.cleanup ?? []) }
            throw error
        }
    }
}

extension ScriptStep {
    var time: Duration { .milliseconds(number ?? 0) }
}
