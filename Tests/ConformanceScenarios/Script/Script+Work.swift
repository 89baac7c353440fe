import TemporalAPI
import TemporalSDK

// Work that a script gives to others.
extension Script {
    func activity(_ step: ScriptStep) async throws -> String {
        let options = ActivityOptions(
            startToCloseTimeout: .milliseconds(step.startToClose ?? 10_000),
            scheduleToCloseTimeout: step.scheduleToClose.map { .milliseconds($0) },
            heartbeatTimeout: step.heartbeat.map { .milliseconds($0) },
            retryPolicy: step.retryPolicy,
            cancellationType: step.activityCancellation,
            activityID: step.id
        )
        return try await context.executeActivity(Act.self, options: options, input: step.text ?? "")
    }

    func child(_ step: ScriptStep) async throws -> String {
        let results = try await context.executeChildWorkflow(
            Script.self,
            options: options(of: step),
            input: step.steps ?? []
        )
        return "child: " + results.joined(separator: ",")
    }

    func startChild(_ step: ScriptStep) async throws -> String {
        _ = try await context.startChildWorkflow(Script.self, options: options(of: step), input: step.steps ?? [])
        return "child started"
    }

    private func options(of step: ScriptStep) -> ChildWorkflowOptions {
        var options = ChildWorkflowOptions(id: other(step))
        options.runTimeout = step.runTimeout.map { .milliseconds($0) }
        options.retryPolicy = step.attempts == nil ? nil : step.retryPolicy
        switch step.policy {
        case "abandon": options.parentClosePolicy = .abandon
        case "cancel": options.parentClosePolicy = .requestCancel
        default: options.parentClosePolicy = .terminate
        }
        switch step.cancellation {
        case "abandon": options.cancellationType = .abandon
        case "try": options.cancellationType = .tryCancel
        default: options.cancellationType = .waitCancellationCompleted
        }
        return options
    }
}

extension ScriptStep {
    fileprivate var retryPolicy: RetryPolicy {
        RetryPolicy(initialInterval: .milliseconds(50), backoffCoefficient: 1, maximumAttempts: attempts ?? 1)
    }

    fileprivate var activityCancellation: ActivityOptions.CancellationType {
        switch cancellation {
        case "wait": .waitCancellationCompleted
        case "abandon": .abandon
        default: .tryCancel
        }
    }
}
