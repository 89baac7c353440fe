import SwiftProtobuf
import TemporalAPI

/// A workflow type as the runtime needs it.
package struct RegisteredWorkflow: Sendable {
    package let name: String
    /// What the query `__temporal_workflow_metadata` tells of it.
    let metadata: APIWorkflowDefinition
    let makeInstance: @Sendable (WorkflowContext, [APIPayload], DataConverter) throws -> any WorkflowInstance

    /// - Parameter type: the workflow.
    /// - Throws: ``WorkflowRegistrationError`` when two of its handlers have one name.
    package init<Workflow: WorkflowDefinition>(_ type: Workflow.Type) throws {
        let signals = try Self.byName(type.signals.map { ($0.name, $0) }, "signal", of: type.name)
        let queries = try Self.byName(type.queries.map { ($0.name, $0) }, "query", of: type.name)
        let handlers = WorkflowHandlers<Workflow>(
            signals: signals,
            otherSignals: type.otherSignals,
            queries: queries
        )
        name = type.name
        makeInstance = { context, payloads, converter in
            let input = try converter.convertSinglePayload(payloads, as: Workflow.Input.self)
            return TypedWorkflowInstance(
                try type.init(context: context, input: input),
                input: input,
                handlers: handlers
            )
        }
        metadata = .with { metadata in
            metadata.type = type.name
            metadata.signalDefinitions = type.signals.map { Self.interaction($0.name, $0.summary) }
            metadata.queryDefinitions = type.queries.map { Self.interaction($0.name, $0.summary) }
        }
    }

    private static func byName<Handler>(
        _ handlers: [(String, Handler)],
        _ kind: String,
        of workflow: String
    ) throws -> [String: Handler] {
        var result: [String: Handler] = [:]
        for (name, handler) in handlers where result.updateValue(handler, forKey: name) != nil {
            throw WorkflowRegistrationError("workflow \(workflow) has two handlers for the \(kind) '\(name)'")
        }
        return result
    }

    private static func interaction(_ name: String, _ summary: String) -> APIWorkflowInteractionDefinition {
        .with {
            $0.name = name
            $0.description_p = summary
        }
    }
}

/// The workflows that a worker runs, by name.
package struct WorkflowRegistry: Sendable {
    private let workflows: [String: RegisteredWorkflow]

    /// - Parameter types: each workflow once.
    /// - Throws: ``WorkflowRegistrationError`` when two have one name, or two handlers of one have.
    package init(_ types: [any WorkflowDefinition.Type]) throws {
        var workflows: [String: RegisteredWorkflow] = [:]
        for type in types {
            let workflow = try RegisteredWorkflow(type)
            guard workflows.updateValue(workflow, forKey: workflow.name) == nil else {
                throw WorkflowRegistrationError("two workflows are named '\(workflow.name)'")
            }
        }
        self.workflows = workflows
    }

    package var names: [String] { workflows.keys.sorted() }

    package subscript(name: String) -> RegisteredWorkflow? { workflows[name] }
}

/// Workflows that cannot be told apart.
package struct WorkflowRegistrationError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
