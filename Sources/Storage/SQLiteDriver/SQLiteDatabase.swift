import Foundation
import GRDB
package import SQLPort

/// A SQLite file as a ``SQLDatabase``: one writer with group commit, several readers beside it.
///
/// The journal is a write-ahead log with `synchronous=FULL`: a write that returned survives a power loss.
package final class SQLiteDatabase: SQLDatabase {
    package let dialect = SQLDialect.sqlite

    private let writes: WorkQueue<SQLJob>
    private let reads: WorkQueue<SQLJob>
    private let threads: [DatabaseThread]

    /// Opens the file and starts the threads.
    /// - Parameter configuration: where the file is, and the limits.
    /// - Throws: ``SQLError`` when the file cannot be opened, is no database or is damaged.
    package init(_ configuration: SQLiteConfiguration) throws {
        let writer = try SQLiteOpening.writer(configuration)
        let writes = WorkQueue<SQLJob>(capacity: configuration.maximumWaitingWrites)
        let reads = WorkQueue<SQLJob>(capacity: configuration.maximumWaitingReads)
        let group = GroupCommit(
            queue: writes,
            maximumSize: configuration.maximumGroupSize,
            onCommit: configuration.onGroupCommit,
            beforeAnswers: configuration.beforeAnswers
        )
        var threads = [DatabaseThread(name: "sqlite-writer", database: writer) { group.run(on: $0) }]
        for index in 1...max(1, configuration.readers) {
            let reader = try SQLiteOpening.reader(configuration)
            threads.append(
                DatabaseThread(name: "sqlite-reader-\(index)", database: reader) { connection in
                    SnapshotReader(queue: reads).run(on: connection)
                }
            )
        }
        self.writes = writes
        self.reads = reads
        self.threads = threads
    }

    deinit {
        writes.close()
        reads.close()
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await enqueue(body, in: reads)
    }

    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await enqueue(body, in: writes)
    }

    /// How many writes wait for the next group.
    package var waitingWrites: Int { writes.count }

    /// Finishes what waits, then closes the file. A call after it is refused.
    package func close() async {
        // The writer's connection is closed last: only it can bring the log back into the file.
        reads.close()
        for thread in threads.dropFirst() { await thread.join() }
        writes.close()
        await threads.first?.join()
    }

    private func enqueue<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result,
        in queue: WorkQueue<SQLJob>
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let job = SQLJob(body, continuation: continuation)
            switch queue.offer(job) {
            case .accepted: break
            case .full: job.fail(SQLError.overloaded(retryAfter: .seconds(1)))
            case .closed: job.fail(SQLError.unavailable("the database is closed"))
            }
        }
    }
}
