/// What can go wrong with a SQL database, the same for every driver. Descriptions are for the log; they hold
/// no values that were bound.
package enum SQLError: Error, Equatable, Sendable {
    /// Too much work waits already; nothing was written. The same call may succeed later.
    case overloaded(retryAfter: Duration)
    /// The database is away or was closed; nothing was written.
    case unavailable(String)
    /// The connection was lost while a commit was under way: it may have happened or not.
    case outcomeUnknown(String)
    /// A unique key, a check or a trigger refused it. `constraint` is the driver's name for it.
    case constraintViolated(constraint: String)
    /// Transactions kept getting in each other's way, and the retries are used up; nothing was written.
    case serializationFailure
    /// A column held NULL or another type than the store asked for.
    case unexpectedValue(column: Int)
    /// Anything else the driver says: a full disk, a damaged file, a wrong statement.
    case failed(code: String, message: String)
}
