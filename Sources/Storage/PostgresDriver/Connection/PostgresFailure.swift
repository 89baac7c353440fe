import SQLPort

/// What PostgreSQL or the connection to it said went wrong, and what may be done about it.
struct PostgresFailure: Error, Equatable {
    enum Kind: Equatable {
        /// The connection is gone; whatever was not committed is rolled back by the server.
        case connectionLost
        /// Another transaction came between: the same body may succeed when it runs again.
        case conflict
        /// The server no longer knows a prepared statement or its result changed: prepare anew, run again.
        case staleStatement
        /// It would fail again.
        case final
    }

    let kind: Kind
    let error: SQLError

    var isRetryable: Bool { kind != .final }
}

extension PostgresFailure {
    /// The parts of a server's error that are used. Its DETAIL and HINT are not: they repeat values of rows.
    struct Report {
        var sqlState: String
        var message = ""
        var constraint: String?
        var table: String?
        var column: String?
        /// The function in the server's source that raised it.
        var function: String?
    }

    static func connectionLost(_ message: String) -> PostgresFailure {
        PostgresFailure(kind: .connectionLost, error: .unavailable(message))
    }

    static func final(_ code: String, _ message: String) -> PostgresFailure {
        PostgresFailure(kind: .final, error: .failed(code: code, message: message))
    }

    /// Sorts an error by its SQLSTATE (PostgreSQL's manual, appendix A).
    ///
    /// - Class 23, whoever raised it, is a violated constraint; without a name it is `table.column` (NOT NULL),
    ///   the table, or the SQLSTATE.
    /// - P0001, a trigger's plain `RAISE EXCEPTION`, is one too. The name of one that a trigger raises is the raised
    ///   message, as it is with SQLite's `RAISE(ABORT, message)`. Triggers therefore raise names and no values.
    /// - 55P03, a lock not had in time, counts as a serialisation failure that is not tried again: it has waited
    ///   long enough.
    init(_ report: Report) {
        switch report.sqlState {
        case let state where state.hasPrefix("23"):
            self.init(kind: .final, error: .constraintViolated(constraint: Self.constraint(of: report)))
        case "P0001":
            let name = report.constraint ?? report.message
            self.init(kind: .final, error: .constraintViolated(constraint: name))
        case "40001", "40P01":
            self.init(kind: .conflict, error: .serializationFailure)
        case "55P03":
            self.init(kind: .final, error: .serializationFailure)
        case "57P01", "57P02", "57P03", "57P05", "25P03":
            self = .connectionLost("PostgreSQL closed the connection (\(report.sqlState))")
        case let state where state.hasPrefix("08"):
            self = .connectionLost("The connection to PostgreSQL failed (\(state))")
        case "26000":
            self.init(kind: .staleStatement, error: .failed(code: "26000", message: report.message))
        case "0A000" where report.function == "RevalidateCachedQuery":
            self.init(kind: .staleStatement, error: .failed(code: "0A000", message: report.message))
        case let state where state.hasPrefix("22"):
            // These messages quote the value.
            self = .final(state, "PostgreSQL refused a value of the statement")
        default:
            self = .final(report.sqlState, report.message)
        }
    }

    private static func constraint(of report: Report) -> String {
        if let constraint = report.constraint { return constraint }
        if report.function == "exec_stmt_raise" { return report.message }
        guard let table = report.table else { return report.sqlState }
        return report.column.map { "\(table).\($0)" } ?? table
    }
}
