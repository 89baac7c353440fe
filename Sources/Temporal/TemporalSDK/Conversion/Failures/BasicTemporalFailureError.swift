package import TemporalAPI

/// A failure of a kind that this SDK has no type for.
package struct BasicTemporalFailureError: TemporalFailureError {
    package let message: String
    package let cause: (any Error)?
    package let stackTrace: String
    package let failure: APIFailure?

    package init(
        _ message: String,
        cause: (any Error)? = nil,
        stackTrace: String = "",
        failure: APIFailure? = nil
    ) {
        self.message = message
        self.cause = cause
        self.stackTrace = stackTrace
        self.failure = failure
    }
}
