package import TemporalSDK

/// Keeps what it is sent until it is told to finish.
package actor Collector: WorkflowDefinition {
    package static let add = WorkflowSignalDefinition<Collector, String>("add") { $0.items.append($1) }
    package static let finish = WorkflowSignalDefinition<Collector, Void>("finish") { $0.isFinished = true }
    package static let itemsQuery = WorkflowQueryDefinition<Collector, Void, [String]>("items") { $0.items }

    package static var signals: [any WorkflowSignalHandler<Collector>] { [add, finish] }
    package static var queries: [any WorkflowQueryHandler<Collector>] { [itemsQuery] }

    package nonisolated let context: WorkflowContext
    private var items: [String] = []
    private var isFinished = false

    package init(context: WorkflowContext, input: Void) {
        self.context = context
    }

    package func run(input: Void) async throws -> [String] {
        try await context.condition { self.isFinished }
        return items
    }
}
