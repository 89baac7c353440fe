package import TemporalAPI

/// The service itself failed something.
package struct ServerError: TemporalFailureError {
    package let message: String
    package let isNonRetryable: Bool
    package let cause: (any Error)?
    package let stackTrace: String
    package let failure: APIFailure?

    package init(
        _ message: String = "Server error",
        isNonRetryable: Bool = false,
        cause: (any Error)? = nil,
        stackTrace: String = "",
        failure: APIFailure? = nil
    ) {
        self.message = message
        self.isNonRetryable = isNonRetryable
        self.cause = cause
        self.stackTrace = stackTrace
        self.failure = failure
    }
}
