import Logging
import OMSKernel
import SQLPort
import SQLStorage
import Telemetry

/// The database of a server: open, migrated or waiting to be, and closed at the end.
final class ServerDatabase: Sendable {
    /// What the stores use; it is away until the schema is migrated.
    let gate: GatedDatabase
    /// What the driver tells of itself at this moment.
    let samples: @Sendable () -> [MetricSample]
    /// Held for as long as the database is open; nil when others may write it too.
    private let lock: ProcessLock?
    private let migrations: MigrationRunner
    private let logger: Logger
    private let probing: Probing
    private let closing: @Sendable () async -> Void

    /// Runs a small write of a health check, before what waits where there is a queue.
    typealias Probing = @Sendable (@escaping @Sendable (any SQLConnection) throws -> Void) async throws -> Void

    /// - Parameters:
    ///   - base: the open database.
    ///   - lock: what keeps other processes out.
    ///   - logger: told what was migrated, and why the database takes no work.
    ///   - samples: what the driver tells of itself.
    ///   - probing: runs the health check's write.
    ///   - closing: closes the database.
    init(
        base: any SQLDatabase,
        lock: ProcessLock?,
        logger: Logger,
        samples: @escaping @Sendable () -> [MetricSample],
        probing: @escaping Probing,
        closing: @escaping @Sendable () async -> Void
    ) {
        gate = GatedDatabase(base, outages: OutageLog(logger: logger))
        migrations = MigrationRunner(database: base, migrations: Migrations.all)
        self.lock = lock
        self.logger = logger
        self.samples = samples
        self.probing = probing
        self.closing = closing
    }

    /// Whether the schema is the one this program knows.
    var isMigrated: Bool { gate.isMigrated }

    /// The migrations that are still to be applied.
    /// - Returns: nil when the database is away.
    /// - Throws: ``StartupError`` when the schema is not one this program may work on.
    func pending() async throws -> [Migration]? {
        try await asking { try await migrations.pending() }
    }

    /// Brings the schema up to date and lets the stores in.
    /// - Parameter now: noted with each migration.
    /// - Returns: what was applied; nil when the database is away.
    /// - Throws: ``StartupError`` when the schema is not one this program may work on.
    func migrate(now: Timestamp) async throws -> [Migration]? {
        guard let applied = try await asking({ try await migrations.migrate(now: now.milliseconds) }) else {
            return nil
        }
        for migration in applied {
            logger.notice("Migrated", metadata: ["number": "\(migration.number)", "name": "\(migration.name)"])
        }
        gate.open()
        return applied
    }

    private func asking(_ body: () async throws -> [Migration]) async throws -> [Migration]? {
        do {
            return try await body()
        } catch let error as SQLError where error.isTemporary {
            logger.debug("The database is away", metadata: ["error": "\(error)"])
            return nil
        } catch {
            throw StartupError("The database cannot be used: \(Self.text(error))")
        }
    }

    /// Whether the database takes a write now.
    func takesWrites() async -> Bool {
        guard isMigrated else { return false }
        do {
            // Touches a row, so that a full disk or a lost lock shows. Twice, and back to what it was: SQLite writes no
            // page whose content stays the same.
            try await probing { connection in
                for _ in 0..<2 {
                    try connection.execute("UPDATE schema_migrations SET applied_at = -applied_at - 1 WHERE number = 1")
                }
            }
            return true
        } catch {
            return false
        }
    }

    func close() async {
        await closing()
    }

    /// What a driver says of an error, without its code.
    static func text(_ error: any Error) -> String {
        guard case .failed(_, let message) = error as? SQLError else { return "\(error)" }
        return message
    }
}

extension SQLError {
    /// Whether the same thing may work later.
    var isTemporary: Bool {
        switch self {
        case .overloaded, .unavailable, .outcomeUnknown, .serializationFailure: true
        case .constraintViolated, .unexpectedValue, .failed: false
        }
    }
}
