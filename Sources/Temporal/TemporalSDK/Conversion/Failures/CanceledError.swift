package import TemporalAPI

/// A workflow, activity or timer was cancelled.
package struct CanceledError: TemporalFailureError {
    package let message: String
    package let details: FailureDetails
    package let cause: (any Error)?
    package let stackTrace: String
    package let failure: APIFailure?

    package init(
        _ message: String = "Cancelled",
        details: FailureDetails = .none,
        cause: (any Error)? = nil,
        stackTrace: String = "",
        failure: APIFailure? = nil
    ) {
        self.message = message
        self.details = details
        self.cause = cause
        self.stackTrace = stackTrace
        self.failure = failure
    }
}
