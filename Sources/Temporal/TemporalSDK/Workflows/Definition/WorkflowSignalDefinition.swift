package import TemporalAPI

/// A signal of a workflow: its name, the type of its input, and what it does.
///
/// The handler runs on the workflow's actor, before `run` goes on. It may wait as `run` does.
package struct WorkflowSignalDefinition<Workflow: WorkflowDefinition, Input: Sendable>: WorkflowSignalHandler {
    package typealias Handler = @Sendable (isolated Workflow, Input) async throws -> Void

    package let name: String
    package let summary: String
    private let handler: Handler

    package init(_ name: String, summary: String = "", _ handler: @escaping Handler) {
        self.name = name
        self.summary = summary
        self.handler = handler
    }

    /// A signal without input.
    package init(
        _ name: String,
        summary: String = "",
        _ handler: @escaping @Sendable (isolated Workflow) async throws -> Void
    ) where Input == Void {
        self.init(name, summary: summary) { workflow, _ in try await handler(workflow) }
    }

    package func work(
        on workflow: Workflow,
        _ payloads: [APIPayload],
        _ converter: DataConverter
    ) throws -> SignalWork {
        let input = try converter.convertSinglePayload(payloads, as: Input.self)
        let handler = handler
        return { try await handler(workflow, input) }
    }
}

/// A signal with its input read, ready to run.
package typealias SignalWork = @Sendable () async throws -> Void

/// What a workflow needs of its signals, whatever their inputs.
package protocol WorkflowSignalHandler<Workflow>: Sendable {
    associatedtype Workflow: WorkflowDefinition

    var name: String { get }
    /// What it is for, shown to people who look at a run.
    var summary: String { get }

    /// The work for one signal that came.
    /// - Throws: when the input cannot be read.
    func work(on workflow: Workflow, _ payloads: [APIPayload], _ converter: DataConverter) throws -> SignalWork
}

/// What a workflow does with signals that it has no handler for.
package struct WorkflowOtherSignals<Workflow: WorkflowDefinition>: Sendable {
    /// Gets the name of the signal and its payloads as they came.
    package typealias Handler = @Sendable (isolated Workflow, String, [TemporalRawValue]) async throws -> Void

    private let handler: Handler

    package init(_ handler: @escaping Handler) {
        self.handler = handler
    }

    func work(on workflow: Workflow, _ name: String, _ payloads: [APIPayload]) -> SignalWork {
        let handler = handler
        let values = payloads.map(TemporalRawValue.init)
        return { try await handler(workflow, name, values) }
    }
}
