package import TemporalSDK

/// Counts up to the end, a run for each step.
package actor Counter: WorkflowDefinition {
    package struct Span: Codable, Sendable {
        let count: Int
        let end: Int
    }

    package nonisolated let context: WorkflowContext

    package init(context: WorkflowContext, input: Span) {
        self.context = context
    }

    package func run(input: Span) async throws -> Int {
        guard input.count >= input.end else {
            throw context.makeContinueAsNewError(input: Span(count: input.count + 1, end: input.end))
        }
        return input.count
    }
}
