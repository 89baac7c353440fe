/// Why a store could not do its work now. Nothing of it is a caller's fault.
package enum StorageError: CategorizedError, Equatable {
    /// Too much work waits already; nothing was written.
    case overloaded(retryAfter: Duration)
    /// The database is away; nothing was written.
    case unavailable(retryAfter: Duration)
    /// The connection was lost during the commit: asking again with the same key tells what became of it.
    case outcomeUnknown(retryAfter: Duration)

    package var category: ErrorCategory {
        switch self {
        case .overloaded(let delay), .unavailable(let delay), .outcomeUnknown(let delay):
            .unavailable(retryAfter: delay)
        }
    }

    package var message: String {
        switch self {
        case .overloaded: "Too many requests wait to be stored; try again later"
        case .unavailable: "The order store is not available; try again later"
        case .outcomeUnknown:
            "The connection to the order store was lost; try again with the same idempotency key to learn what became of it"
        }
    }
}
