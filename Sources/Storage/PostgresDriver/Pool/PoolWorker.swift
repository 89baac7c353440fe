import CLibPQ
import Logging

/// One connection's thread: keeps the connection open and runs jobs on it. Never leaves its thread.
final class PoolWorker {
    let configuration: PostgresConfiguration
    let logger: Logger
    private let index: Int
    private let pool: ConnectionPool
    private var current: PostgresConnection?

    init(index: Int, pool: ConnectionPool) {
        self.index = index
        self.pool = pool
        configuration = pool.configuration
        logger = pool.logger
    }

    /// Works until the pool is closed.
    func run() {
        while true {
            switch pool.nextAssignment(of: index) {
            case .connect:
                _ = try? connection()
            case .run(let job):
                job.run(self)
                discardIfUnfit()
            case .stop:
                current = nil
                return pool.stopped(index)
            }
        }
    }

    /// The open connection, or a new one when it was lost.
    /// - Throws: ``PostgresFailure`` when PostgreSQL cannot be reached.
    func connection() throws(PostgresFailure) -> PostgresConnection {
        discardIfUnfit()
        if let current { return current }
        do {
            let connection = try PostgresConnection.open(configuration, logger: logger)
            current = connection
            pool.connected(index)
            return connection
        } catch {
            pool.connectFailed(index, error: error.error)
            throw error
        }
    }

    /// Closes the connection; the next use opens another.
    func discardConnection() {
        guard current != nil else { return }
        current = nil
        pool.disconnected(index)
    }

    /// A connection that was lost, or that a transaction was left open on, serves nobody.
    private func discardIfUnfit() {
        guard let current, !current.isUsable || current.transactionStatus != PQTRANS_IDLE else { return }
        discardConnection()
    }
}
