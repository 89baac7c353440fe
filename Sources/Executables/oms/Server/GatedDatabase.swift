import SQLPort
import Synchronization

/// A database that is away until it was migrated: nothing runs on a schema that nobody looked at.
final class GatedDatabase: SQLDatabase {
    private let base: any SQLDatabase
    private let outages: OutageLog
    private let isOpen = Mutex(false)

    init(_ base: any SQLDatabase, outages: OutageLog) {
        self.base = base
        self.outages = outages
    }

    var dialect: SQLDialect { base.dialect }

    /// Whether the schema is the one this program knows.
    var isMigrated: Bool { isOpen.withLock { $0 } }

    func open() {
        isOpen.withLock { $0 = true }
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try check()
        do {
            return try await base.read(body)
        } catch {
            outages.note(error)
            throw error
        }
    }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try check()
        do {
            return try await base.write(body)
        } catch {
            outages.note(error)
            throw error
        }
    }

    private func check() throws {
        guard isMigrated else { throw SQLError.unavailable("the schema is not migrated yet") }
    }
}
