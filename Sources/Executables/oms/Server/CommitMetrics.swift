import Metrics

/// Measures the transactions that waiting writes share.
struct CommitMetrics: Sendable {
    private let size: Recorder
    private let duration: Timer

    /// - Parameter database: which one: `orders` or `engine`.
    init(database: String) {
        let dimensions = [("database", database)]
        size = Recorder(label: "database.commit.batch.size", dimensions: dimensions)
        duration = Timer(label: "database.commit.duration", dimensions: dimensions)
    }

    /// Records one transaction.
    /// - Parameters:
    ///   - writes: how many writes shared it.
    ///   - time: from its first statement until it was durable.
    func record(writes: Int, time: Duration) {
        size.record(writes)
        let (seconds, attoseconds) = time.components
        duration.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
