/// What the pool does at one moment; for metrics.
package struct PostgresPoolStatistics: Sendable, Equatable {
    /// Connections it may open.
    package let size: Int
    /// Connections that are open, as far as is known.
    package let open: Int
    /// Connections that run a call now.
    package let inUse: Int
    /// Calls that wait for a connection.
    package let waiting: Int
    /// Calls that may wait before more are refused.
    package let maximumWaiting: Int
}
