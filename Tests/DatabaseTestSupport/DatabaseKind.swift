import Logging
import PostgresDriver
package import SQLPort
import SQLStorage
import SQLiteDriver
import TestSupport

/// The databases that storage and API tests run on. A new case runs all of them on it.
package enum DatabaseKind: String, CaseIterable, Sendable {
    case sqlite
    case postgres

    /// Runs a test on a migrated database of its own, which is closed at the end.
    package func withDatabase<Result>(
        _ test: (any SQLDatabase) async throws -> Result
    ) async throws -> Result {
        try await withEmptyDatabase { database in
            try await MigrationRunner(database: database, migrations: Migrations.all).migrate(now: 0)
            return try await test(database)
        }
    }

    /// Runs a test on an empty database of its own, which is closed at the end.
    package func withEmptyDatabase<Result>(
        _ test: (any SQLDatabase) async throws -> Result
    ) async throws -> Result {
        switch self {
        case .sqlite:
            let folder = try TemporaryDirectory(prefix: "oms-sqlite")
            let database = try SQLiteDatabase(SQLiteConfiguration(path: "\(folder.path)/oms.sqlite"))
            return try await closing(database.close) { try await test(database) }
        case .postgres:
            var configuration = try PostgresConfiguration(url: try await TestPostgres.freshDatabase())
            configuration.poolSize = 4
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let database = PostgresDatabase(configuration: configuration, logger: logger)
            database.start()
            return try await closing(database.close) { try await test(database) }
        }
    }

    private func closing<Result>(
        _ close: () async -> Void,
        _ test: () async throws -> Result
    ) async throws -> Result {
        do {
            let result = try await test()
            await close()
            return result
        } catch {
            await close()
            throw error
        }
    }
}
