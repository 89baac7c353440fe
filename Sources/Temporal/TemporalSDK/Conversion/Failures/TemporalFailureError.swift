package import TemporalAPI

/// An error of the SDK that says why something failed.
package protocol TemporalError: Error, Sendable, CustomStringConvertible {
    var message: String { get }
    /// What it came from, when that is known.
    var cause: (any Error)? { get }
    /// Where it happened, in the words of the language it happened in; empty when that is not known.
    var stackTrace: String { get }
}

extension TemporalError {
    package var description: String {
        cause.map { "\(message) (cause: \($0))" } ?? message
    }
}

/// An error that travels between workflows, activities, clients and the service as a failure message.
package protocol TemporalFailureError: TemporalError {
    /// The message that it was read from. Passed on it is written again as it was, with the parts that this SDK
    /// does not know.
    var failure: APIFailure? { get }
}

extension Error {
    /// Whether this is a cancellation, or an activity or child workflow that ended by one.
    package var isTemporalCancellation: Bool {
        switch self {
        case is CancellationError, is CanceledError: true
        case let error as ActivityError: error.cause is CanceledError
        case let error as ChildWorkflowError: error.cause is CanceledError
        default: false
        }
    }
}
