import GRDBSQLite
import SQLPort

/// A SQLite file as it was at one moment, while others go on writing it; used by one thread at a time.
///
/// A read transaction in a write-ahead log sees the commits before its first read and none after it, for as long as it
/// is open, and no checkpoint overwrites what it sees. The log grows until then.
package final class SQLiteSnapshot {
    private static let pagesAtOnce: Int32 = 4_096

    private let handle: OpaquePointer

    /// Opens the file, in this or another process's use or in nobody's; sees nothing yet.
    /// - Parameter path: the database file.
    /// - Throws: ``SQLError`` when there is no such file or it is no database.
    package init(path: String) throws {
        handle = try Self.open(path, SQLITE_OPEN_READWRITE)
        do {
            try run("PRAGMA query_only = ON")
        } catch {
            sqlite3_close_v2(handle)
            throw error
        }
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    /// Sees what is there now, and goes on seeing it.
    package func hold() throws {
        if sqlite3_get_autocommit(handle) == 0 { try run("COMMIT") }
        try run("BEGIN")
        // A transaction sees the moment of its first read.
        try run("SELECT COUNT(*) FROM sqlite_master")
    }

    /// A number that stays the same while nobody commits anything to the file.
    /// - Returns: the number, of this connection alone.
    package func dataVersion() throws -> Int64 { try integer("PRAGMA data_version") }

    /// A whole number that a query finds in what is seen.
    package func integer(_ sql: String) throws -> Int64 {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK,
            sqlite3_step(statement) == SQLITE_ROW
        else { throw Self.error(handle) }
        return sqlite3_column_int64(statement, 0)
    }

    /// Writes what is seen into a new file. It is on the disk when this returns.
    /// - Parameter path: the new file; there must be none.
    /// - Throws: ``SQLError``; a part of the file may be there then.
    package func copy(to path: String) throws {
        let copy = try Self.open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        defer { sqlite3_close_v2(copy) }
        guard let backup = sqlite3_backup_init(copy, "main", handle, "main") else { throw Self.error(copy) }
        var code = SQLITE_OK
        while code == SQLITE_OK { code = sqlite3_backup_step(backup, Self.pagesAtOnce) }
        let end = sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE, end == SQLITE_OK else { throw Self.error(copy) }
    }

    private func run(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw Self.error(handle) }
    }

    private static func open(_ path: String, _ flags: Int32) throws -> OpaquePointer {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_FULLMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            defer { sqlite3_close_v2(handle) }
            throw handle.map(error) ?? SQLError.failed(code: "sqlite \(code)", message: "out of memory")
        }
        sqlite3_busy_timeout(handle, 5_000)
        return handle
    }

    private static func error(_ handle: OpaquePointer) -> SQLError {
        .failed(
            code: "sqlite \(sqlite3_extended_errcode(handle))",
            message: String(cString: sqlite3_errmsg(handle))
        )
    }
}

extension SQLiteSnapshot {
    /// What SQLite finds wrong with a file: its pages, its indexes, its foreign keys.
    /// - Parameter path: the database file; nobody may have it in use.
    /// - Returns: the first problem; nil when there is none.
    /// - Throws: ``SQLError`` when it is no database.
    package static func problem(ofFile path: String) throws -> String? {
        let handle = try open(path, SQLITE_OPEN_READWRITE)
        defer { sqlite3_close_v2(handle) }
        let integrity = try firstText("PRAGMA integrity_check(1)", on: handle)
        if integrity != "ok" { return integrity ?? "it cannot be checked" }
        return try firstText("PRAGMA foreign_key_check", on: handle).map {
            "a row of \($0) refers to a row that is not there"
        }
    }

    private static func firstText(_ sql: String, on handle: OpaquePointer) throws -> String? {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { throw error(handle) }
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? ""
        case SQLITE_DONE: return nil
        default: throw error(handle)
        }
    }
}
