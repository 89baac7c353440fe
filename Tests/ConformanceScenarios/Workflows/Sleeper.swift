package import TemporalSDK

package actor Sleeper: WorkflowDefinition {
    package nonisolated let context: WorkflowContext

    package init(context: WorkflowContext, input: Int) {
        self.context = context
    }

    package func run(input: Int) async throws -> String {
        try await context.sleep(for: .milliseconds(input))
        return "awake"
    }
}

/// Does a thing, and undoes it when it is cancelled, whatever else happens.
package actor Compensating: WorkflowDefinition {
    package nonisolated let context: WorkflowContext

    package init(context: WorkflowContext, input: Void) {
        self.context = context
    }

    package func run(input: Void) async throws {
        _ = try await context.executeActivity(Note.self, options: .tenSeconds, input: "do")
        do {
            try await context.condition { false }
        } catch is CancellationError {
            _ = try await context.withCancellationShield {
                try await self.context.executeActivity(Note.self, options: .tenSeconds, input: "undo")
            }
            throw CancellationError()
        }
    }
}
