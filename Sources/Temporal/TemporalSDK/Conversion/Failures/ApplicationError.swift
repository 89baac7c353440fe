package import TemporalAPI

/// A failure that the application means: thrown by an activity it fails the attempt, thrown by a workflow it
/// fails the workflow. Every other error that an activity throws becomes one, with the name of its type.
package struct ApplicationError: TemporalFailureError {
    package let message: String
    /// What kind of failure this is; a retry policy can name the types that are not tried again.
    package let type: String?
    package let details: FailureDetails
    package let isNonRetryable: Bool
    /// The pause before the next attempt, instead of the retry policy's.
    package let nextRetryDelay: Duration?
    package let category: APIApplicationErrorCategory
    package let cause: (any Error)?
    package let stackTrace: String
    package let failure: APIFailure?

    package init(
        _ message: String,
        type: String? = nil,
        details: FailureDetails = .none,
        isNonRetryable: Bool = false,
        nextRetryDelay: Duration? = nil,
        category: APIApplicationErrorCategory = .unspecified,
        cause: (any Error)? = nil,
        stackTrace: String = "",
        failure: APIFailure? = nil
    ) {
        self.message = message
        self.type = type
        self.details = details
        self.isNonRetryable = isNonRetryable
        self.nextRetryDelay = nextRetryDelay
        self.category = category
        self.cause = cause
        self.stackTrace = stackTrace
        self.failure = failure
    }

    /// Any other error as an application failure: its type is the name of the error's type, its message what the
    /// error says of itself. It may be tried again.
    package init(wrapping error: any Error) {
        self.init(
            String(describing: error),
            type: String(describing: Swift.type(of: error)),
            cause: (error as? any TemporalError)?.cause,
            stackTrace: (error as? any TemporalError)?.stackTrace ?? ""
        )
    }
}
