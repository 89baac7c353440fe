import GRDBSQLite
import OMSKernel
import SQLPort
import SQLStorage
import SQLiteDriver

/// A SQLite file with the server's schema and settings, used through SQLite's C interface alone.
final class BareDatabase {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let handle: OpaquePointer

    /// Makes the file and its tables.
    /// - Parameters:
    ///   - path: where no file is yet.
    ///   - isDurable: whether a commit waits for the disk, as the server's does.
    /// - Throws: ``Failure``, or what the migrations throw.
    init(path: String, isDurable: Bool) async throws {
        let database = try SQLiteDatabase(SQLiteConfiguration(path: path))
        try await MigrationRunner(database: database, migrations: Migrations.all)
            .migrate(now: SystemWallClock().now().milliseconds)
        await database.close()
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else { throw Failure(description: "\(path) cannot be opened") }
        self.handle = handle
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = \(isDurable ? "FULL" : "OFF")")
        try run("PRAGMA foreign_keys = ON")
        try run("PRAGMA recursive_triggers = ON")
        try run("PRAGMA wal_autocheckpoint = \(SQLiteConfiguration(path: path).checkpointPages)")
        try run("PRAGMA cache_size = -16384")
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    func run(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
    }

    func prepare(_ sql: String) throws -> BareStatement {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw failure }
        return BareStatement(statement)
    }

    private var failure: Failure { Failure(description: String(cString: sqlite3_errmsg(handle))) }
}
