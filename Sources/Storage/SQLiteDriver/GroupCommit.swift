import SQLPort

/// Runs waiting writes in shared transactions: one fsync serves all that came while the one before was under way.
///
/// Each write has a savepoint of its own, so one that fails takes nothing of the others with it. Callers are
/// answered only after the commit.
struct GroupCommit: Sendable {
    let queue: WorkQueue<SQLJob>
    let maximumSize: Int
    let onCommit: @Sendable (_ writes: Int, _ duration: Duration) -> Void
    let beforeAnswers: (@Sendable () -> Void)?

    private typealias Completion = @Sendable (Result<Void, any Error>) -> Void

    /// Serves the queue until it is closed and empty.
    func run(on connection: SQLiteConnection) {
        while true {
            let jobs = queue.take(upTo: maximumSize)
            if jobs.isEmpty { return }
            let duration = ContinuousClock().measure { commit(jobs, on: connection) }
            onCommit(jobs.count, duration)
        }
    }

    private func commit(_ jobs: [SQLJob], on connection: SQLiteConnection) {
        var completions: [Completion] = []
        completions.reserveCapacity(jobs.count)
        for job in jobs {
            do {
                if connection.isOutsideTransaction { try connection.execute("BEGIN IMMEDIATE") }
                try connection.execute("SAVEPOINT one_write")
                let completion = try job.perform(on: connection)
                try connection.execute("RELEASE one_write")
                completions.append(completion)
            } catch {
                job.fail(error)
                undo(after: error, &completions, on: connection)
            }
        }
        guard !completions.isEmpty || !connection.isOutsideTransaction else { return }
        finish(completions, on: connection)
    }

    /// Takes back the write that failed. When SQLite gave up the whole transaction, the writes before it failed too.
    private func undo(after error: any Error, _ completions: inout [Completion], on connection: SQLiteConnection) {
        if !connection.isOutsideTransaction {
            do {
                try connection.execute("ROLLBACK TO one_write")
                try connection.execute("RELEASE one_write")
                return
            } catch {
                // The transaction is beyond use: all of it goes.
                _ = try? connection.execute("ROLLBACK")
            }
        }
        for completion in completions { completion(.failure(error)) }
        completions.removeAll(keepingCapacity: true)
    }

    private func finish(_ completions: [Completion], on connection: SQLiteConnection) {
        do {
            try connection.execute("COMMIT")
            beforeAnswers?()
            for completion in completions { completion(.success(())) }
        } catch {
            // What was to be synced may be on the disk all the same, and count after the next start.
            let error: any Error =
                connection.hasDiskFailed ? SQLError.outcomeUnknown("the disk failed during COMMIT") : error
            if !connection.isOutsideTransaction { _ = try? connection.execute("ROLLBACK") }
            for completion in completions { completion(.failure(error)) }
        }
    }
}

/// Runs waiting reads one after the other, each in a snapshot of its own.
struct SnapshotReader: Sendable {
    let queue: WorkQueue<SQLJob>

    /// Serves the queue until it is closed and empty.
    func run(on connection: SQLiteConnection) {
        while let job = queue.take(upTo: 1).first {
            do {
                try connection.execute("BEGIN DEFERRED")
                defer { _ = try? connection.execute("COMMIT") }
                try job.perform(on: connection)(.success(()))
            } catch {
                job.fail(error)
            }
        }
    }
}
