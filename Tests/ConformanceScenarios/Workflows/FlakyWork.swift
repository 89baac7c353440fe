package import TemporalSDK

/// Its activity fails so many times before it answers.
package actor FlakyWork: WorkflowDefinition {
    package struct Plan: Codable, Sendable {
        let failures: Int
        let attempts: Int
    }

    package nonisolated let context: WorkflowContext

    package init(context: WorkflowContext, input: Plan) {
        self.context = context
    }

    package func run(input: Plan) async throws -> Int {
        var options = ActivityOptions.tenSeconds
        options.retryPolicy = RetryPolicy(
            initialInterval: .milliseconds(50),
            backoffCoefficient: 2,
            maximumAttempts: input.attempts
        )
        return try await context.executeActivity(Flaky.self, options: options, input: input.failures)
    }
}

package actor RefusedWork: WorkflowDefinition {
    package nonisolated let context: WorkflowContext

    package init(context: WorkflowContext, input: String) {
        self.context = context
    }

    package func run(input: String) async throws {
        try await context.executeActivity(Refuse.self, options: .tenSeconds, input: input)
    }
}

/// Fails by itself, with details and a cause.
package actor OutOfStock: WorkflowDefinition {
    package nonisolated let context: WorkflowContext

    package init(context: WorkflowContext, input: String) {
        self.context = context
    }

    package func run(input: String) async throws {
        throw ApplicationError(
            "out of stock",
            type: "OutOfStock",
            details: FailureDetails(input, 3),
            isNonRetryable: true,
            cause: ApplicationError("the shelf is empty", type: "Shelf")
        )
    }
}
