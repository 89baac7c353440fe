import GRDB
import GRDBSQLite
import SQLPort

/// One connection with its prepared statements; used by one thread alone.
///
/// GRDB opens, configures and closes the connection. Statements run through SQLite's C interface on it, because
/// GRDB's own statements check arguments, authorisation and observers on every execution, which cost more than
/// the small inserts themselves.
final class SQLiteConnection: SQLConnection {
    /// Statements kept prepared; the stores have a few dozen.
    private static let maximumStatements = 256

    private let handle: OpaquePointer
    private var statements: [String: OpaquePointer] = [:]

    let dialect = SQLDialect.sqlite

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    /// Gives the statements back; the connection can be closed then.
    func finalizeStatements() {
        for statement in statements.values { sqlite3_finalize(statement) }
        statements.removeAll()
    }

    /// Whether no transaction is open: SQLite ends one by itself after a full disk or an I/O error.
    var isOutsideTransaction: Bool { sqlite3_get_autocommit(handle) != 0 }

    // MARK: SQLConnection

    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        let statement = try prepared(sql, arguments)
        defer { reset(statement) }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: continue
            case SQLITE_DONE: return Int(sqlite3_changes(handle))
            default: throw error()
            }
        }
    }

    func forEachRow(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Bool) throws {
        let statement = try prepared(sql, arguments)
        defer { reset(statement) }
        let row = SQLiteRow(statement: statement)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: guard try body(row) else { return }
            case SQLITE_DONE: return
            default: throw error()
            }
        }
    }

    func executeScript(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw error() }
    }

    // MARK: Statements

    private func prepared(_ sql: String, _ arguments: [SQLValue]) throws -> OpaquePointer {
        let statement = try statements[sql] ?? prepare(sql)
        for (index, argument) in arguments.enumerated() {
            try bind(argument, to: statement, at: Int32(index + 1))
        }
        return statement
    }

    private func prepare(_ sql: String) throws -> OpaquePointer {
        if statements.count >= Self.maximumStatements { finalizeIdleStatements() }
        var statement: OpaquePointer?
        // `$1` would be a name to SQLite, numbered by first appearance; `?1` is the number itself.
        let numbered = sql.replacing(/\$([0-9]+)/) { "?\($0.1)" }
        let code = sqlite3_prepare_v3(handle, numbered, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw error() }
        statements[sql] = statement
        return statement
    }

    /// Makes room; a query whose rows are just being read stays.
    private func finalizeIdleStatements() {
        for (sql, statement) in statements where sqlite3_stmt_busy(statement) == 0 {
            sqlite3_finalize(statement)
            statements[sql] = nil
        }
    }

    private func bind(_ value: SQLValue, to statement: OpaquePointer, at index: Int32) throws {
        let code: Int32 =
            switch value {
            case .null: sqlite3_bind_null(statement, index)
            case .integer(let number): sqlite3_bind_int64(statement, index, number)
            case .text(var text):
                text.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) { characters in
                        sqlite3_bind_text(
                            statement,
                            index,
                            characters.baseAddress ?? Self.emptyText,
                            Int32(clamping: characters.count),
                            Self.copies
                        )
                    }
                }
            case .blob(let bytes):
                bytes.withUnsafeBytes { buffer in
                    sqlite3_bind_blob64(
                        statement,
                        index,
                        buffer.baseAddress ?? UnsafeRawPointer(Self.emptyText),
                        UInt64(buffer.count),
                        Self.copies
                    )
                }
            }
        guard code == SQLITE_OK else { throw error() }
    }

    private func reset(_ statement: OpaquePointer) {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    /// SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
    private static let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    /// The address of an empty text or blob; a null address would bind NULL. Never written nor freed.
    private nonisolated(unsafe) static let emptyText = UnsafePointer<CChar>(
        UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    )

    // MARK: Errors

    /// Whether the last call failed since the disk did not do what it was told.
    var hasDiskFailed: Bool { sqlite3_extended_errcode(handle) & 0xFF == SQLITE_IOERR }

    /// What SQLite says of the last call, without any value that was bound.
    func error() -> SQLError {
        let code = sqlite3_extended_errcode(handle)
        let message = String(cString: sqlite3_errmsg(handle))
        switch code & 0xFF {
        case SQLITE_CONSTRAINT:
            return .constraintViolated(
                constraint: message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? message
            )
        case SQLITE_BUSY, SQLITE_LOCKED: return .unavailable("the database is locked by another process")
        case SQLITE_FULL: return .unavailable("the disk is full")
        case SQLITE_IOERR: return .unavailable("the disk fails: \(message) (\(code))")
        case SQLITE_READONLY: return .unavailable("the database is read-only")
        default: return .failed(code: "sqlite \(code)", message: message)
        }
    }
}

/// The row a statement stands on.
private struct SQLiteRow: SQLRow {
    let statement: OpaquePointer

    func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
    }

    func integer(_ column: Int) throws -> Int64 {
        guard sqlite3_column_type(statement, Int32(column)) == SQLITE_INTEGER else {
            throw SQLError.unexpectedValue(column: column)
        }
        return sqlite3_column_int64(statement, Int32(column))
    }

    func text(_ column: Int) throws -> String {
        guard sqlite3_column_type(statement, Int32(column)) == SQLITE_TEXT,
            let characters = sqlite3_column_text(statement, Int32(column))
        else { throw SQLError.unexpectedValue(column: column) }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: characters, count: count), as: UTF8.self)
    }

    func blob(_ column: Int) throws -> [UInt8] {
        guard sqlite3_column_type(statement, Int32(column)) == SQLITE_BLOB else {
            throw SQLError.unexpectedValue(column: column)
        }
        let start = sqlite3_column_blob(statement, Int32(column))
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}
