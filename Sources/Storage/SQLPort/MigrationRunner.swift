/// Brings a database to the schema that this program knows, once, whoever else tries at the same time.
package struct MigrationRunner: Sendable {
    private let database: any SQLDatabase
    private let migrations: [Migration]

    /// - Parameters:
    ///   - database: the database to migrate.
    ///   - migrations: all there are, numbered 1, 2, 3 … in order.
    package init(database: any SQLDatabase, migrations: [Migration]) {
        self.database = database
        self.migrations = migrations
    }

    /// The migrations that are still to be applied.
    /// - Throws: ``MigrationError`` when an applied one was changed or is unknown here.
    package func pending() async throws -> [Migration] {
        let migrations = migrations
        return try await database.read { connection in
            guard try Self.tableExists(connection) else { return migrations }
            return try Self.pending(of: migrations, on: connection)
        }
    }

    /// Applies what is pending, all of it or nothing.
    /// - Parameter now: milliseconds since 1970, noted with each migration.
    /// - Returns: what was applied.
    /// - Throws: ``MigrationError``; a statement's ``SQLError``, and then the schema is as it was.
    @discardableResult
    package func migrate(now: Int64) async throws -> [Migration] {
        let migrations = migrations
        return try await database.write { connection in
            try Self.lock(connection)
            try connection.executeScript(Migration.historyTable.sql(for: connection.dialect))
            let pending = try Self.pending(of: migrations, on: connection)
            for migration in pending {
                try connection.executeScript(migration.sql(for: connection.dialect))
                try connection.execute(
                    "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
                    [
                        .integer(Int64(migration.number)), .text(migration.name), .text(migration.checksum),
                        .integer(now),
                    ]
                )
            }
            return pending
        }
    }

    /// SQLite's write transaction is a lock already; on PostgreSQL an advisory lock stands for it. The wait for it
    /// has no limit, since another process may be busy with a long migration; the session's limit holds again for
    /// the locks of the migrations themselves.
    private static func lock(_ connection: any SQLConnection) throws {
        guard connection.dialect == .postgres else { return }
        try connection.executeScript(
            """
            SELECT set_config('oms.lock_timeout', current_setting('lock_timeout'), true);
            SET LOCAL lock_timeout = 0;
            SELECT pg_advisory_xact_lock(7815310);
            SELECT set_config('lock_timeout', current_setting('oms.lock_timeout'), true)
            """
        )
    }

    private static func tableExists(_ connection: any SQLConnection) throws -> Bool {
        let query =
            switch connection.dialect {
            case .sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"
            case .postgres:
                "SELECT 1 WHERE to_regclass('schema_migrations') IS NOT NULL"
            }
        return try connection.firstRow(query) { _ in true } ?? false
    }

    private static func pending(of migrations: [Migration], on connection: any SQLConnection) throws -> [Migration] {
        let applied = try connection.rows("SELECT number, name, checksum FROM schema_migrations ORDER BY number") {
            (number: Int(try $0.integer(0)), name: try $0.text(1), checksum: try $0.text(2))
        }
        for (index, entry) in applied.enumerated() {
            guard index < migrations.count else { throw MigrationError.newer(number: entry.number, name: entry.name) }
            let known = migrations[index]
            guard known.number == entry.number else { throw MigrationError.missing(number: known.number) }
            guard known.checksum == entry.checksum else {
                throw MigrationError.changed(number: entry.number, name: entry.name)
            }
        }
        return Array(migrations.dropFirst(applied.count))
    }
}

/// Why a database is not migrated, and the program not started on it.
package enum MigrationError: Error, Equatable, CustomStringConvertible {
    /// An applied migration differs from the one this program has.
    case changed(number: Int, name: String)
    /// The database has a migration that this program does not know: a newer version wrote it.
    case newer(number: Int, name: String)
    /// An earlier migration was never applied.
    case missing(number: Int)

    package var description: String {
        switch self {
        case .changed(let number, let name):
            "migration \(number) (\(name)) was changed after it was applied: the schema is not the one this program knows"
        case .newer(let number, let name):
            "the database has migration \(number) (\(name)), which this program does not know: start a newer version"
        case .missing(let number):
            "migration \(number) was never applied though later ones were"
        }
    }
}

extension Migration {
    static let historyTable = Migration(
        number: 0,
        name: "history",
        text: """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number {{int}} NOT NULL PRIMARY KEY,
                name TEXT NOT NULL,
                checksum TEXT NOT NULL,
                applied_at {{int}} NOT NULL
            ) {{rows}};
            """,
        checksum: ""
    )
}
