import SQLPort
import Synchronization

/// A database that is away until it was migrated: nothing runs on a schema that nobody looked at.
final class GatedDatabase: SQLDatabase {
    private let base: any SQLDatabase
    private let isOpen = Mutex(false)

    init(_ base: any SQLDatabase) {
        self.base = base
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
        return try await base.read(body)
    }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try check()
        return try await base.write(body)
    }

    private func check() throws {
        guard isMigrated else { throw SQLError.unavailable("the schema is not migrated yet") }
    }
}
