package import TemporalSDK

package actor Greeting: WorkflowDefinition {
    package nonisolated let context: WorkflowContext

    package init(context: WorkflowContext, input: String) {
        self.context = context
    }

    package func run(input: String) async throws -> String {
        try await context.executeActivity(Greet.self, options: .tenSeconds, input: input)
    }
}

/// Greets through a child with an id of its own.
package actor Parent: WorkflowDefinition {
    package nonisolated let context: WorkflowContext

    package init(context: WorkflowContext, input: String) {
        self.context = context
    }

    package func run(input: String) async throws -> String {
        let options = ChildWorkflowOptions(id: "\(context.info.workflowID)-child")
        return try await context.executeChildWorkflow(Greeting.self, options: options, input: input)
    }
}
