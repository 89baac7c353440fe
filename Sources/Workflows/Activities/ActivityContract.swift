package import TemporalSDK

/// What a workflow and a worker agree on about an activity: its name, its queue, what goes in and comes out, and how
/// long an attempt may take.
package struct ActivityContract<Input: Codable & Sendable, Output: Codable & Sendable>: Sendable {
    package let name: String
    package let queue: TaskQueue
    /// How long one attempt may take. What was under way when a process died is tried again after it, so it is short:
    /// most activities are one transaction.
    package let startToCloseTimeout: Duration
    /// The longest silence of one that heartbeats.
    package let heartbeatTimeout: Duration?

    package init(
        _ name: String,
        on queue: TaskQueue,
        startToCloseTimeout: Duration = .seconds(10),
        heartbeatTimeout: Duration? = nil
    ) {
        self.name = name
        self.queue = queue
        self.startToCloseTimeout = startToCloseTimeout
        self.heartbeatTimeout = heartbeatTimeout
    }

    /// Whether it belongs to the worker that runs the workflows: then it is tried there first, within the workflow
    /// task, and becomes an activity of its own only when that does not succeed.
    package var isLocal: Bool { queue == .orders && heartbeatTimeout == nil }

    /// The activity, for a worker.
    package func implemented(
        _ body: @escaping @Sendable (Input) async throws -> Output
    ) -> RegisteredActivity {
        RegisteredActivity(name: name, input: Input.self) { input in
            try await AttemptContext.with(input) { try await body(input) }
        }
    }
}

/// How activities are tried again: for ever, with pauses that grow from one second to one minute, unless the failure
/// is of a type that trying again cannot mend.
package enum RetryRules {
    package static let longestPause = Duration.seconds(60)
    private static let firstPause = Duration.seconds(1)
    private static let growth = 2

    package static func policy(maximumAttempts: Int = 0) -> RetryPolicy {
        RetryPolicy(
            initialInterval: firstPause,
            backoffCoefficient: Double(growth),
            maximumInterval: longestPause,
            maximumAttempts: maximumAttempts,
            nonRetryableErrorTypes: ActivityFailure.allCases.map(\.rawValue)
        )
    }

    /// How long the Temporal service waits after an attempt, counted from 1, that failed.
    static func pause(afterAttempt attempt: Int) -> Duration {
        var pause = firstPause
        for _ in 1..<max(attempt, 1) where pause < longestPause { pause *= growth }
        return min(pause, longestPause)
    }
}

/// The types of failures that pass, as they stand in histories.
package enum PassingFailure: String, Sendable {
    /// Our own storage is away, or has too much to do.
    case storage = "StorageUnavailable"
    /// Somebody else is away: a carrier, a supplier.
    case other = "Unavailable"

    /// The failure as an activity throws it.
    package func error(_ message: String) -> ApplicationError { ApplicationError(message, type: rawValue) }
}

/// The types of failures that are final, as they stand in histories.
package enum ActivityFailure: String, Error, Sendable, CaseIterable {
    /// What was asked is wrong and will be wrong again.
    case validation = "ValidationError"
    /// The state of things forbids it.
    case illegalTransition = "IllegalTransition"
    /// The stock has too little; the details say of what, and how much is missing.
    case insufficientInventory = "InsufficientInventory"
    /// The order was cancelled or deleted by somebody else: there is nothing left to do for it.
    case orderGone = "OrderGone"
    /// A carrier refused the parcel.
    case carrierRefused = "CarrierRefused"

    /// The failure as an activity throws it.
    package func error(_ message: String, details: FailureDetails = .none) -> ApplicationError {
        ApplicationError(message, type: rawValue, details: details, isNonRetryable: true)
    }
}

extension WorkflowContext {
    /// Runs an activity by its contract.
    ///
    /// - Parameters:
    ///   - activity: which one.
    ///   - input: what goes in; no personal data, for it stays in the history.
    ///   - maximumAttempts: how often it is tried; 0 for ever.
    /// - Returns: its result.
    /// - Throws: `ActivityError`, `CancellationError`.
    func run<Input, Output>(
        _ activity: ActivityContract<Input, Output>,
        _ input: Input,
        maximumAttempts: Int = 0
    ) async throws -> Output {
        try await executeActivity(
            activity.name,
            options: ActivityOptions(
                startToCloseTimeout: activity.startToCloseTimeout,
                heartbeatTimeout: activity.heartbeatTimeout,
                taskQueue: activity.queue.rawValue,
                retryPolicy: RetryRules.policy(maximumAttempts: maximumAttempts),
                triesLocally: activity.isLocal
            ),
            input: input
        )
    }
}

extension Error {
    /// The final failure of an activity that this is; nil for any other error.
    var activityFailure: (kind: ActivityFailure, message: String)? {
        guard let failure = (self as? ActivityError)?.cause as? ApplicationError else { return nil }
        return failure.type.flatMap(ActivityFailure.init).map { ($0, failure.message) }
    }

    /// Whether an activity failed since our own storage was away.
    var isOfStorage: Bool {
        ((self as? ActivityError)?.cause as? ApplicationError)?.type == PassingFailure.storage.rawValue
    }
}
