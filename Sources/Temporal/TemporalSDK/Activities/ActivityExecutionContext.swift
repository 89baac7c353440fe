package import Logging
import TemporalAPI

/// What an activity knows of its attempt, and how it tells that it is alive.
package struct ActivityExecutionContext: Sendable {
    @TaskLocal private static var taskLocal: ActivityExecutionContext?

    /// The context of the activity that runs in this task; nil elsewhere.
    package static var current: ActivityExecutionContext? { taskLocal }

    package let info: Info
    /// Names the activity and its workflow in every line.
    package var logger: Logger { makeLogger() }
    package let dataConverter: DataConverter
    private let attempt: RunningActivity
    /// Most attempts log nothing, so that its metadata is put together when it is asked for.
    private let makeLogger: @Sendable () -> Logger

    init(
        info: Info,
        dataConverter: DataConverter,
        attempt: RunningActivity,
        makeLogger: @escaping @Sendable () -> Logger
    ) {
        self.info = info
        self.makeLogger = makeLogger
        self.dataConverter = dataConverter
        self.attempt = attempt
    }

    /// Tells the service that the attempt goes on, with details that a later attempt can read. Never waits: a
    /// background task sends at most one heartbeat in 80 % of the heartbeat timeout, always the latest. The answer
    /// is how a cancellation arrives, so an activity that should be cancellable heartbeats.
    package func heartbeat<each Detail: Sendable>(details: repeat each Detail) {
        do {
            attempt.heartbeat(try dataConverter.convertValues(repeat each details))
        } catch {
            logger.error("A heartbeat's details could not be converted", metadata: ["error": "\(error)"])
            attempt.cancel(.heartbeatRecordFailure)
        }
    }

    /// Why this attempt was cancelled; nil while it was not. The task is cancelled at the same time.
    package var cancellationReason: ActivityCancellationReason? { attempt.cancellationReason }

    /// Runs the operation with this context as the current one.
    func asCurrent<Result>(_ operation: () async throws -> Result) async rethrows -> Result {
        try await Self.$taskLocal.withValue(self, operation: operation)
    }
}
