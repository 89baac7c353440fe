import CLibPQ

/// The answer to one statement; frees libpq's memory when it goes.
final class QueryResult {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var status: ExecStatusType { PQresultStatus(pointer) }
    var isCopy: Bool { [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(status) }
    var rowCount: Int32 { PQntuples(pointer) }
    /// What the server says it did: `INSERT 0 3`, `COMMIT`.
    var command: String { String(cString: PQcmdStatus(pointer)) }

    /// How many rows were inserted, updated or deleted.
    var changedRows: Int {
        command.hasPrefix("SELECT") ? 0 : Int(String(cString: PQcmdTuples(pointer))) ?? 0
    }

    /// What went wrong; nil when it is no answer of an error.
    var report: PostgresFailure.Report? {
        guard status == PGRES_FATAL_ERROR else { return nil }
        return PostgresFailure.Report(
            sqlState: DiagnosticField.sqlState.text(in: pointer) ?? "",
            message: DiagnosticField.message.text(in: pointer) ?? "",
            constraint: DiagnosticField.constraint.text(in: pointer),
            table: DiagnosticField.table.text(in: pointer),
            column: DiagnosticField.column.text(in: pointer),
            function: DiagnosticField.function.text(in: pointer)
        )
    }
}
