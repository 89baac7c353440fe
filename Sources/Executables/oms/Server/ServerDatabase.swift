import Logging
import SQLPort

/// The database of a server: open, migrated or waiting to be, and closed at the end.
final class ServerDatabase: Sendable {
    /// What the stores use; it is away until the schema is migrated.
    let gate: GatedDatabase
    /// Held for as long as the database is open; nil when others may write it too.
    private let lock: ProcessLock?
    private let schema: SchemaMigrations
    private let logger: Logger
    private let closing: @Sendable () async -> Void

    /// - Parameters:
    ///   - base: the open database.
    ///   - schema: what is done to its schema.
    ///   - lock: what keeps other processes out.
    ///   - logger: told what was migrated.
    ///   - closing: closes the database.
    init(
        base: any SQLDatabase,
        schema: SchemaMigrations,
        lock: ProcessLock?,
        logger: Logger,
        closing: @escaping @Sendable () async -> Void
    ) {
        gate = GatedDatabase(base)
        self.schema = schema
        self.lock = lock
        self.logger = logger
        self.closing = closing
    }

    /// Whether the schema is the one this program knows.
    var isMigrated: Bool { gate.isMigrated }

    /// The migrations that are still to be applied.
    /// - Throws: ``StartupError`` when the database's schema is not one this program may work on, or it is away.
    func pending() async throws -> [SchemaStep] {
        do {
            return try await schema.pending()
        } catch {
            throw StartupError("The schema cannot be read: \(Self.text(error))")
        }
    }

    /// Brings the schema up to date and lets the stores in.
    /// - Returns: what was applied; nil when the database is away.
    /// - Throws: ``StartupError`` when the schema is not one this program may work on.
    func migrate() async throws -> [SchemaStep]? {
        do {
            let applied = try await schema.migrate()
            for step in applied {
                logger.notice("Migrated", metadata: ["number": "\(step.number)", "name": "\(step.name)"])
            }
            gate.open()
            return applied
        } catch let error as SQLError where error.isTemporary {
            logger.warning("The database is away; trying again", metadata: ["error": "\(error)"])
            return nil
        } catch {
            throw StartupError("The database cannot be migrated: \(Self.text(error))")
        }
    }

    /// Whether the database takes a write now.
    func takesWrites() async -> Bool {
        do {
            // Touches a row, so that a full disk or a lost lock shows.
            try await gate.write { connection in
                _ = try connection.execute("UPDATE schema_migrations SET applied_at = applied_at WHERE number = 1")
            }
            return true
        } catch {
            return false
        }
    }

    func close() async {
        await closing()
    }

    private static func text(_ error: any Error) -> String {
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
