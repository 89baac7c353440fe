import CLibPQ
import SQLPort

/// One transaction on one connection: what a `read` or a `write` body gets. BEGIN travels with its first
/// statement, so a transaction of n statements takes n + 1 round trips.
final class Transaction: SQLConnection {
    enum Mode: Sendable {
        case read
        case write

        /// A read sees one snapshot however many statements it has.
        var beginning: String {
            switch self {
            case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            case .write: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
            }
        }
    }

    let dialect = SQLDialect.postgres
    /// The last failure that did not merely follow from another; also when the body hid it.
    private(set) var failure: PostgresFailure?

    private let connection: PostgresConnection
    private let mode: Mode
    private var hasBegun = false

    init(_ connection: PostgresConnection, mode: Mode) {
        self.connection = connection
        self.mode = mode
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try run(sql, arguments).changedRows
    }

    func forEachRow(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Bool) throws {
        let result = try run(sql, arguments)
        for index in 0..<result.rowCount {
            guard try body(ResultRow(result: result, index: index)) else { return }
        }
    }

    /// Runs a script, for as long as it takes: an index on a big table outlasts any request.
    func executeScript(_ sql: String) throws {
        try noting { () throws(PostgresFailure) in
            if !hasBegun {
                try connection.begin(mode.beginning)
                hasBegun = true
            }
            try connection.runScript("SET LOCAL statement_timeout = 0")
            try connection.runScript(sql, isBounded: false)
        }
    }

    private func run(_ sql: String, _ arguments: [SQLValue]) throws -> QueryResult {
        try noting { () throws(PostgresFailure) in
            let parameters = try BoundParameters(arguments)
            guard !hasBegun else { return try connection.run(sql, parameters, after: nil) }
            // It may fail while it is prepared, ahead of BEGIN.
            defer { hasBegun = hasBegun || connection.transactionStatus != PQTRANS_IDLE }
            let result = try connection.run(sql, parameters, after: mode.beginning)
            hasBegun = true
            return result
        }
    }

    private func noting<Result>(_ body: () throws(PostgresFailure) -> Result) throws -> Result {
        let wasAborted = isAborted
        do {
            return try body()
        } catch {
            // What comes after the failure only says that the transaction is aborted.
            if !wasAborted { failure = error }
            throw error.error
        }
    }
}

/// How a transaction ends.
extension Transaction {
    /// Whether the server or a lost connection has undone it already.
    var isAborted: Bool {
        if !connection.isUsable || connection.transactionStatus == PQTRANS_INERROR { return true }
        // The first statement failed while it was prepared, before BEGIN.
        return !hasBegun && failure?.isRetryable == true
    }

    /// Undoes it. A connection on which that fails is closed by its worker, which undoes it as well.
    func rollBack() {
        guard connection.isUsable, connection.transactionStatus != PQTRANS_IDLE else { return }
        _ = try? connection.runScript("ROLLBACK")
    }

    /// Makes it durable.
    /// - Throws: ``PostgresFailure``; one whose error is ``SQLError/outcomeUnknown(_:)`` when the connection was lost
    ///   after COMMIT went out.
    func commit() throws(PostgresFailure) {
        guard hasBegun else { return }
        guard connection.transactionStatus == PQTRANS_INTRANS else {
            throw .final("25000", "The body ended a transaction that is not its own to end")
        }
        let answer: QueryResult
        do {
            answer = try connection.runScript("COMMIT")
        } catch  where error.kind == .connectionLost || error.error.isUnknownCompletion {
            throw PostgresFailure(
                kind: .final,
                error: .outcomeUnknown("The connection to PostgreSQL was lost during COMMIT")
            )
        }
        guard answer.command == "COMMIT" else {
            throw .final("25P02", "PostgreSQL answered COMMIT with \(answer.command)")
        }
    }
}

extension SQLError {
    /// PostgreSQL's own word for an outcome that it does not know (40003).
    fileprivate var isUnknownCompletion: Bool {
        if case .failed("40003", _) = self { true } else { false }
    }
}
