import Foundation
import Logging
import SQLPort

/// Runs a body in a transaction on a worker's connection, again where that is safe: after a conflict, and after
/// a connection was lost before COMMIT went out. Then nothing of it was written, and bodies have no other effects.
struct TransactionRunner<Value: Sendable> {
    private enum Attempt {
        case ended
        case failed(PostgresFailure, thrown: any Error)
    }

    let mode: Transaction.Mode
    let body: @Sendable (any SQLConnection) throws -> Value
    /// Gets the result, once.
    let deliver: @Sendable (Result<Value, any Error>) -> Void

    func run(on worker: PoolWorker) {
        var attempts = 1
        while case .failed(let failure, let thrown) = attempt(on: worker) {
            guard failure.isRetryable, attempts < max(1, worker.configuration.maximumAttempts) else {
                return deliver(.failure(thrown))
            }
            worker.logger.debug(
                "A transaction is run again",
                metadata: ["attempt": "\(attempts)", "reason": "\(failure.kind)"]
            )
            if failure.kind == .conflict { Thread.sleep(forTimeInterval: Self.pause(after: attempts)) }
            attempts += 1
        }
    }

    private func attempt(on worker: PoolWorker) -> Attempt {
        let connection: PostgresConnection
        do {
            connection = try worker.connection()
        } catch {
            // The server is away now: that is told at once, and the worker goes on trying.
            deliver(.failure(error.error))
            return .ended
        }
        let transaction = Transaction(connection, mode: mode)
        let outcome = Result { try body(transaction) }
        if transaction.isAborted, let failure = transaction.failure {
            transaction.rollBack()
            if failure.kind == .staleStatement { _ = try? connection.forgetStatements() }
            if case .failure(let thrown) = outcome { return .failed(failure, thrown: thrown) }
            // The body hid the failure, but the transaction did not survive it.
            return .failed(failure, thrown: failure.error)
        }
        switch outcome {
        case .success(let value): return finish(transaction, value)
        case .failure(let thrown as SQLError) where thrown == .serializationFailure:
            // A body that found the work of another transaction in its way says so itself.
            transaction.rollBack()
            return .failed(PostgresFailure(kind: .conflict, error: thrown), thrown: thrown)
        case .failure:
            transaction.rollBack()
            deliver(outcome)
            return .ended
        }
    }

    private func finish(_ transaction: Transaction, _ value: Value) -> Attempt {
        if mode == .read {
            // Nothing depends on the end of a read: the caller goes on while it is sent.
            deliver(.success(value))
            _ = try? transaction.commit()
            return .ended
        }
        do {
            try transaction.commit()
            deliver(.success(value))
            return .ended
        } catch {
            transaction.rollBack()
            return .failed(error, thrown: error.error)
        }
    }

    /// Seconds: 2 ms, doubled with each attempt up to 200 ms, and any part of that.
    private static func pause(after attempts: Int) -> TimeInterval {
        Double.random(in: 0...1) * min(0.2, 0.002 * Double(1 << min(attempts - 1, 10)))
    }
}
