package import Logging
package import SQLPort

/// PostgreSQL behind the SQL port: a bounded pool of libpq connections, each on a thread of its own.
///
/// - A write is READ COMMITTED, a read is one REPEATABLE READ snapshot.
/// - A body runs again after a conflict, and after the connection was lost before COMMIT went out; at most
///   ``PostgresConfiguration/maximumAttempts`` times in all.
/// - A statement that fails aborts its transaction, unlike SQLite's: a body that goes on after an error does
///   so behind a savepoint, and otherwise uses `ON CONFLICT DO NOTHING`.
/// - While the server is away every call fails at once with ``SQLError/unavailable(_:)``; the pool goes on trying
///   to reach it.
/// - A cancelled caller that still waits gets a `CancellationError`; a read that runs already is not waited for; a
///   write that runs already is, since its outcome matters.
package final class PostgresDatabase: SQLDatabase {
    package let dialect = SQLDialect.postgres

    private let pool: ConnectionPool

    /// Opens nothing yet.
    /// - Parameters:
    ///   - configuration: where PostgreSQL is, and the limits.
    ///   - logger: is told when the server goes away and comes back; at debug, of retries and notices.
    package init(configuration: PostgresConfiguration, logger: Logger) {
        pool = ConnectionPool(configuration: configuration, logger: logger)
    }

    deinit {
        pool.beginClosing()
    }

    package var statistics: PostgresPoolStatistics { pool.statistics }

    /// Starts the threads, which open their connections and keep them open. Returns at once and needs no server.
    package func start() {
        pool.start()
    }

    /// Refuses new calls and those that wait, finishes those that run, closes the connections and ends the
    /// threads. May be called more than once; a closed database stays closed.
    package func close() async {
        await pool.close()
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await perform(.read, isFirst: false, body)
    }

    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await perform(.write, isFirst: false, body)
    }

    /// Asks the server whether it takes writes, ahead of the calls that wait: a busy server is no server that is away.
    ///
    /// - Parameters:
    ///   - timeout: how long to wait for its answer.
    ///   - probe: a small write; by default nothing but the question whether the server is a read-only standby.
    /// - Throws: ``SQLError/unavailable(_:)``, or ``SQLError/overloaded(retryAfter:)`` when too many calls wait; what
    ///   the probe throws.
    package func ping(
        timeout: Duration = .seconds(2),
        _ probe: @escaping @Sendable (any SQLConnection) throws -> Void = { try $0.refuseStandby() }
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.perform(.write, isFirst: true, probe) }
            group.addTask {
                try await Task.sleep(for: timeout)
                throw SQLError.unavailable("PostgreSQL did not answer within \(timeout)")
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func perform<Value: Sendable>(
        _ mode: Transaction.Mode,
        isFirst: Bool,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let reply = Reply<Value>()
        let runner = TransactionRunner(mode: mode, body: body) { reply.finish($0) }
        let job = Job(
            ticket: pool.newTicket(),
            isFirst: isFirst,
            run: { runner.run(on: $0) },
            refuse: { reply.finish(.failure($0)) }
        )
        let cancel: @Sendable () -> Void = { [pool] in
            reply.cancelIfPending()
            guard pool.withdraw(job.ticket) || mode == .read else { return }
            reply.finish(.failure(CancellationError()))
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard reply.wait(continuation) else { return }
                pool.submit(job)
                // A cancellation between the two lines above found nothing to withdraw.
                if Task.isCancelled { cancel() }
            }
        } onCancel: {
            cancel()
        }
    }
}

extension SQLConnection {
    /// - Throws: ``SQLError/unavailable(_:)`` when the server is a read-only standby.
    fileprivate func refuseStandby() throws {
        let isStandby = try firstRow("SELECT pg_is_in_recovery()") { try $0.integer(0) } ?? 1
        guard isStandby == 0 else { throw SQLError.unavailable("PostgreSQL is a read-only standby") }
    }
}
