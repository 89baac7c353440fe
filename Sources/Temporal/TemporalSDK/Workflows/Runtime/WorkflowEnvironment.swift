package import Logging

/// What all runs of one worker share.
package final class WorkflowEnvironment: Sendable {
    package let namespace: String
    package let taskQueue: String
    package let converter: DataConverter
    package let limits: WorkflowLimits
    /// Which errors of workflow code fail the workflow. All others fail the workflow task: they are taken for bugs,
    /// and the workflow goes on once they are mended.
    package let failsWorkflow: @Sendable (any Error) -> Bool
    /// Whether the service takes notes of the SDK beside its commands (`GetSystemInfo`, capability `sdk_metadata`).
    /// With it every patch is also written to the search attribute `TemporalChangeVersion`, as sdk-core does.
    package let sendsSDKMetadata: Bool
    package let logger: Logger

    package init(
        namespace: String = "default",
        taskQueue: String,
        converter: DataConverter = .default,
        limits: WorkflowLimits = WorkflowLimits(),
        failsWorkflow: @escaping @Sendable (any Error) -> Bool = WorkflowEnvironment.isFailure,
        sendsSDKMetadata: Bool = false,
        logger: Logger = Logger(label: "temporal.workflow")
    ) {
        self.namespace = namespace
        self.taskQueue = taskQueue
        self.converter = converter
        self.limits = limits
        self.failsWorkflow = failsWorkflow
        self.sendsSDKMetadata = sendsSDKMetadata
        self.logger = logger
    }

    /// The default: errors that travel as failures (`ApplicationError`, `ActivityError`, …) and cancellation.
    package static let isFailure: @Sendable (any Error) -> Bool = { error in
        error is any TemporalFailureError || error is CancellationError
    }
}
