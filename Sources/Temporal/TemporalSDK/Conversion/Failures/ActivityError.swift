package import TemporalAPI

/// An activity failed for good: after its last attempt, by a timeout or by cancellation. The cause says why.
package struct ActivityError: TemporalFailureError {
    package let message: String
    package let activityID: String
    package let activityType: String
    package let scheduledEventID: Int64
    package let startedEventID: Int64
    /// The worker that had it.
    package let identity: String
    /// Why it was not tried again.
    package let retryState: APIRetryState
    package let cause: (any Error)?
    package let stackTrace: String
    package let failure: APIFailure?

    package init(
        _ message: String = "Activity task failed",
        activityID: String,
        activityType: String,
        scheduledEventID: Int64 = 0,
        startedEventID: Int64 = 0,
        identity: String = "",
        retryState: APIRetryState = .unspecified,
        cause: (any Error)? = nil,
        stackTrace: String = "",
        failure: APIFailure? = nil
    ) {
        self.message = message
        self.activityID = activityID
        self.activityType = activityType
        self.scheduledEventID = scheduledEventID
        self.startedEventID = startedEventID
        self.identity = identity
        self.retryState = retryState
        self.cause = cause
        self.stackTrace = stackTrace
        self.failure = failure
    }
}
