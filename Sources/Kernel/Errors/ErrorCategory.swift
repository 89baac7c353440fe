/// The closed set of ways a command can fail. Each boundary maps a category once: HTTP to a status,
/// a workflow to retryable or not.
package enum ErrorCategory: Sendable, Equatable {
    /// The request itself is wrong and will be wrong again.
    case invalid
    /// The request is well formed but names something that does not exist, or a key used before for something else.
    case unprocessable
    /// What was asked for does not exist.
    case notFound
    /// What was asked for existed and was deleted.
    case gone
    /// The state of the resource forbids the command.
    case conflict
    /// The caller's version of the resource is stale.
    case preconditionFailed
    /// The system cannot do it now; the same request may succeed later.
    case unavailable(retryAfter: Duration)
}

/// An error that may be shown to the caller: its message holds no internals and no personal data.
package protocol CategorizedError: Error {
    var category: ErrorCategory { get }
    /// What went wrong, in a sentence for the caller.
    var message: String { get }
}
