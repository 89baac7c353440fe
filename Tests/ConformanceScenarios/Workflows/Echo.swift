package import Foundation
package import TemporalSDK

/// Answers with what it was given.
package actor Echo: WorkflowDefinition {
    package nonisolated let context: WorkflowContext

    package init(context: WorkflowContext, input: TemporalRawValue) {
        self.context = context
    }

    package func run(input: TemporalRawValue) async throws -> TemporalRawValue {
        input
    }
}

package actor ReversedBytes: WorkflowDefinition {
    package nonisolated let context: WorkflowContext

    package init(context: WorkflowContext, input: Data) {
        self.context = context
    }

    package func run(input: Data) async throws -> Data {
        try await context.executeActivity(Reverse.self, options: .tenSeconds, input: input)
    }
}
