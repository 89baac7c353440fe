package import TemporalAPI

/// A workflow or activity did not end in the time it was given.
package struct TimeoutError: TemporalFailureError {
    package let message: String
    /// Which of the timeouts it was.
    package let type: APITimeoutType
    /// What an activity last told in a heartbeat.
    package let lastHeartbeatDetails: FailureDetails
    package let cause: (any Error)?
    package let stackTrace: String
    package let failure: APIFailure?

    package init(
        _ message: String = "Timeout",
        type: APITimeoutType,
        lastHeartbeatDetails: FailureDetails = .none,
        cause: (any Error)? = nil,
        stackTrace: String = "",
        failure: APIFailure? = nil
    ) {
        self.message = message
        self.type = type
        self.lastHeartbeatDetails = lastHeartbeatDetails
        self.cause = cause
        self.stackTrace = stackTrace
        self.failure = failure
    }
}
