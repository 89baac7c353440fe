/// How a SQLite database is opened.
package struct SQLiteConfiguration: Sendable {
    /// The database file; made when it is not there.
    package var path: String
    /// Connections that read at the same time.
    package var readers: Int
    /// Writes that may wait for the next group; one more is refused.
    package var maximumWaitingWrites: Int
    /// Reads that may wait for a reader; one more is refused.
    package var maximumWaitingReads: Int
    /// Writes that share one transaction, and so one fsync.
    package var maximumGroupSize: Int
    /// Pages of 4 KiB in the write-ahead log that start a checkpoint.
    package var checkpointPages: Int
    /// Told after each group: how many writes it had and how long it took.
    package var onGroupCommit: @Sendable (_ writes: Int, _ duration: Duration) -> Void
    /// Called when a group is on the disk and before its writers hear of it; nil for nobody.
    package var beforeAnswers: (@Sendable () -> Void)?

    /// - Parameters:
    ///   - path: the database file; made when it is not there.
    ///   - readers: connections that read at the same time.
    ///   - maximumWaitingWrites: writes that may wait for the next group.
    ///   - maximumWaitingReads: reads that may wait for a reader.
    ///   - maximumGroupSize: writes that share one transaction.
    ///   - checkpointPages: pages of 4 KiB in the write-ahead log that start a checkpoint.
    ///   - onGroupCommit: told after each group.
    package init(
        path: String,
        readers: Int = 4,
        maximumWaitingWrites: Int = 4_096,
        maximumWaitingReads: Int = 4_096,
        maximumGroupSize: Int = 256,
        checkpointPages: Int = 8_000,
        onGroupCommit: @escaping @Sendable (_ writes: Int, _ duration: Duration) -> Void = { _, _ in }
    ) {
        self.path = path
        self.readers = readers
        self.maximumWaitingWrites = maximumWaitingWrites
        self.maximumWaitingReads = maximumWaitingReads
        self.maximumGroupSize = maximumGroupSize
        self.checkpointPages = checkpointPages
        self.onGroupCommit = onGroupCommit
    }
}
