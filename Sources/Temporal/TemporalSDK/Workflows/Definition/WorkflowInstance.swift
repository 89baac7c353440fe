import TemporalAPI

/// The code of one run, whatever its types. Used by the thread inside the run alone.
protocol WorkflowInstance: AnyObject, Sendable {
    /// Runs the workflow.
    /// - Returns: what writes its result, which is needed only when it is not recorded already.
    func run() async throws -> WorkflowInputs

    /// The work for a signal; nil when the workflow has no handler for it.
    /// - Throws: when the input cannot be read.
    func handler(ofSignal name: String, _ payloads: [APIPayload], _ converter: DataConverter) throws -> SignalWork?

    /// The answer to a query.
    /// - Throws: when there is no such query, the input cannot be read or the handler throws.
    func answer(toQuery name: String, _ payloads: [APIPayload], _ converter: DataConverter) throws -> [APIPayload]
}

final class TypedWorkflowInstance<Workflow: WorkflowDefinition>: WorkflowInstance {
    private let workflow: Workflow
    private let input: Workflow.Input
    private let handlers: WorkflowHandlers<Workflow>

    init(_ workflow: Workflow, input: Workflow.Input, handlers: WorkflowHandlers<Workflow>) {
        self.workflow = workflow
        self.input = input
        self.handlers = handlers
    }

    func run() async throws -> WorkflowInputs {
        let output = try await workflow.run(input: input)
        return { [try $0.convertValue(output)] }
    }

    func handler(ofSignal name: String, _ payloads: [APIPayload], _ converter: DataConverter) throws -> SignalWork? {
        guard let handler = handlers.signals[name] else {
            return handlers.otherSignals?.work(on: workflow, name, payloads)
        }
        return try handler.work(on: workflow, payloads, converter)
    }

    func answer(toQuery name: String, _ payloads: [APIPayload], _ converter: DataConverter) throws -> [APIPayload] {
        guard let handler = handlers.queries[name] else {
            throw WorkflowQueryError.unknown(name, known: handlers.queries.keys.sorted())
        }
        return try handler.answer(of: workflow, payloads, converter)
    }
}

/// The handlers of a workflow by name.
struct WorkflowHandlers<Workflow: WorkflowDefinition>: Sendable {
    let signals: [String: any WorkflowSignalHandler<Workflow>]
    let otherSignals: WorkflowOtherSignals<Workflow>?
    let queries: [String: any WorkflowQueryHandler<Workflow>]
}

/// Why a query has no answer.
package enum WorkflowQueryError: Error, CustomStringConvertible {
    case unknown(String, known: [String])
    case notStarted

    package var description: String {
        switch self {
        case .unknown(let name, let known):
            "there is no query '\(name)'; known queries: [\(known.joined(separator: ", "))]"
        case .notStarted:
            "the workflow has not run yet, so that there is nothing to ask"
        }
    }
}
