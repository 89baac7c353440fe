import SQLPort

/// Two SQLite files as they were at one and the same moment, while others write both (docs/decisions/0019).
package struct SQLiteCut {
    /// How often is tried: a try takes microseconds, and only a commit within them spoils it.
    private static let maximumTries = 10_000

    package let first: SQLiteSnapshot
    package let second: SQLiteSnapshot
    /// How many tries it took.
    package let tries: Int

    /// Finds a moment. Nobody who writes is kept waiting.
    /// - Parameters:
    ///   - first: a database file.
    ///   - second: another one.
    ///   - between: called between the two snapshots of a try; lets a test have others write there.
    ///   - pause: called between two tries, with the number of those before.
    /// - Throws: ``SQLError``, also when there was no such moment within all tries.
    package init(
        _ first: String,
        _ second: String,
        between: () -> Void = {},
        pause: (_ tries: Int) -> Void
    ) throws {
        self.first = try SQLiteSnapshot(path: first)
        self.second = try SQLiteSnapshot(path: second)
        let witness = try SQLiteSnapshot(path: first)
        for attempt in 1...Self.maximumTries {
            let before = try witness.dataVersion()
            try self.first.hold()
            between()
            try self.second.hold()
            // Nothing was committed to the first file from before its snapshot until after the second one's: it was
            // the same when the second one was taken.
            if try witness.dataVersion() == before {
                tries = attempt
                return
            }
            pause(attempt)
        }
        throw SQLError.unavailable("the databases are written without a pause; try again")
    }
}
