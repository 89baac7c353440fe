package import TemporalSDK

/// Its activity is not heard of again after a heartbeat, and goes on in its second attempt.
package actor Progress: WorkflowDefinition {
    package nonisolated let context: WorkflowContext

    package init(context: WorkflowContext, input: Void) {
        self.context = context
    }

    package func run(input: Void) async throws -> ProgressReport {
        var options = ActivityOptions.tenSeconds
        options.heartbeatTimeout = .seconds(1)
        options.retryPolicy = RetryPolicy(initialInterval: .milliseconds(50), maximumAttempts: 2)
        return try await context.executeActivity(Progressing.self, options: options, input: ())
    }
}

package actor AnsweredElsewhere: WorkflowDefinition {
    package nonisolated let context: WorkflowContext

    package init(context: WorkflowContext, input: Void) {
        self.context = context
    }

    package func run(input: Void) async throws -> String {
        var options = ActivityOptions.tenSeconds
        options.activityID = "answer"
        return try await context.executeActivity(AnsweredFromOutside.self, options: options, input: ())
    }
}
