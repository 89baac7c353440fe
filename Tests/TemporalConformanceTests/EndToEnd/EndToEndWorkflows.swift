import TemporalSDK

/// Runs one activity by name with a text and gives its text back.
actor CallActivity: WorkflowDefinition {
    struct Input: Codable, Sendable {
        var activity: String
        var text: String
        var attempts = 0
        var heartbeat: Duration?
    }

    let context: WorkflowContext

    init(context: WorkflowContext, input: Input) {
        self.context = context
    }

    func run(input: Input) async throws -> String {
        let options = ActivityOptions(
            startToCloseTimeout: .seconds(20),
            heartbeatTimeout: input.heartbeat,
            retryPolicy: RetryPolicy(initialInterval: .milliseconds(10), maximumAttempts: input.attempts),
            cancellationType: .waitCancellationCompleted
        )
        return try await context.executeActivity(input.activity, options: options, input: input.text)
    }
}

/// Keeps what it is told until it is told to end.
actor Conversation: WorkflowDefinition {
    let context: WorkflowContext
    private var heard: [String] = []
    private var isOver = false

    static let say = WorkflowSignalDefinition<Conversation, String>("say") { $0.heard.append($1) }
    static let end = WorkflowSignalDefinition<Conversation, Void>("end") { $0.isOver = true }
    static let heard = WorkflowQueryDefinition<Conversation, Void, [String]>("heard") { $0.heard }
    static var signals: [any WorkflowSignalHandler<Conversation>] { [say, end] }
    static var queries: [any WorkflowQueryHandler<Conversation>] { [heard] }

    init(context: WorkflowContext, input: Void) {
        self.context = context
    }

    func run(input: Void) async throws -> [String] {
        try await context.condition { self.isOver }
        return heard
    }
}

/// Counts down by continuing as new.
actor Countdown: WorkflowDefinition {
    let context: WorkflowContext

    init(context: WorkflowContext, input: Int) {
        self.context = context
    }

    func run(input: Int) async throws -> String {
        guard input > 0 else { return "lift-off" }
        throw context.makeContinueAsNewError(input: input - 1)
    }
}
