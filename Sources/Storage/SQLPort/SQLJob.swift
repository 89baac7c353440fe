/// One body that waits for a database thread, with the caller that waits for its result.
package final class SQLJob: Sendable {
    private let body: @Sendable (any SQLConnection) throws -> @Sendable (Result<Void, any Error>) -> Void
    private let refuse: @Sendable (any Error) -> Void

    /// - Parameters:
    ///   - body: what to run on the connection.
    ///   - continuation: resumed exactly once: with the body's result after the commit, or with an error.
    package init<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value,
        continuation: CheckedContinuation<Value, any Error>
    ) {
        self.body = { connection in
            let value = try body(connection)
            return { outcome in continuation.resume(with: outcome.map { value }) }
        }
        self.refuse = { continuation.resume(throwing: $0) }
    }

    /// Runs the body.
    /// - Parameter connection: the connection the thread holds.
    /// - Returns: what to call once it is known whether the commit succeeded.
    /// - Throws: what the body throws; call ``fail(_:)`` then.
    package func perform(
        on connection: any SQLConnection
    ) throws -> @Sendable (Result<Void, any Error>) -> Void {
        try body(connection)
    }

    package func fail(_ error: any Error) {
        refuse(error)
    }
}
