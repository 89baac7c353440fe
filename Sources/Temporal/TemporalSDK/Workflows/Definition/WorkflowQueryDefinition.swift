package import TemporalAPI

/// A question that a workflow answers about itself, also after its end. The handler only reads: it gives no
/// commands and does not wait.
package struct WorkflowQueryDefinition<Workflow: WorkflowDefinition, Input: Sendable, Output: Sendable>:
    WorkflowQueryHandler
{
    package typealias Handler = @Sendable (isolated Workflow, Input) throws -> Output

    package let name: String
    package let summary: String
    private let handler: Handler

    package init(_ name: String, summary: String = "", _ handler: @escaping Handler) {
        self.name = name
        self.summary = summary
        self.handler = handler
    }

    /// A query without input.
    package init(
        _ name: String,
        summary: String = "",
        _ handler: @escaping @Sendable (isolated Workflow) throws -> Output
    ) where Input == Void {
        self.init(name, summary: summary) { workflow, _ in try handler(workflow) }
    }

    package func answer(
        of workflow: Workflow,
        _ payloads: [APIPayload],
        _ converter: DataConverter
    ) throws -> [APIPayload] {
        let input = try converter.convertSinglePayload(payloads, as: Input.self)
        let output = try workflow.assumeIsolated { try handler($0, input) }
        return [try converter.convertValue(output)]
    }
}

/// What a workflow needs of its queries, whatever their inputs and outputs.
package protocol WorkflowQueryHandler<Workflow>: Sendable {
    associatedtype Workflow: WorkflowDefinition

    var name: String { get }
    /// What it tells, shown to people who look at a run.
    var summary: String { get }

    /// The answer. The calling thread is inside the run.
    func answer(of workflow: Workflow, _ payloads: [APIPayload], _ converter: DataConverter) throws -> [APIPayload]
}
