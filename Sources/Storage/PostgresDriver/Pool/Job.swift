import SQLPort

/// One call's work on its way to a connection's thread. Exactly one of its closures is called, once.
struct Job: Sendable {
    let ticket: UInt64
    /// Ahead of all that wait.
    var isFirst = false
    let run: @Sendable (PoolWorker) -> Void
    let refuse: @Sendable (SQLError) -> Void
}
