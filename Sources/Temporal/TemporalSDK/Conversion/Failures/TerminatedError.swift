package import TemporalAPI

/// A workflow was terminated.
package struct TerminatedError: TemporalFailureError {
    package let message: String
    /// Who terminated it; empty when that is not known.
    package let identity: String
    package let details: FailureDetails
    package let cause: (any Error)?
    package let stackTrace: String
    package let failure: APIFailure?

    package init(
        _ message: String = "Terminated",
        identity: String = "",
        details: FailureDetails = .none,
        cause: (any Error)? = nil,
        stackTrace: String = "",
        failure: APIFailure? = nil
    ) {
        self.message = message
        self.identity = identity
        self.details = details
        self.cause = cause
        self.stackTrace = stackTrace
        self.failure = failure
    }
}
