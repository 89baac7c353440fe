import Metrics

/// Measures the transactions that waiting writes share.
struct CommitMetrics: Sendable {
    private let size = Recorder(label: "database.commit.batch.size")
    private let duration = Timer(label: "database.commit.duration")

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
