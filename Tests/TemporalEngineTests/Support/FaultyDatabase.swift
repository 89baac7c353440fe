import SQLPort
import SQLiteDriver
import Synchronization

/// A database whose writes can be made to go wrong.
final class FaultyDatabase: SQLDatabase {
    /// Runs before or after each write; what it throws the caller of the write gets.
    typealias Hook = @Sendable () async throws -> Void

    private struct Hooks {
        var before: Hook?
        var after: Hook?
    }

    let base: SQLiteDatabase
    private let hooks = Mutex(Hooks())

    var dialect: SQLDialect { base.dialect }

    init(_ base: SQLiteDatabase) {
        self.base = base
    }

    /// - Parameters:
    ///   - before: runs before each write from now on.
    ///   - after: runs after each write that was committed.
    func setHooks(before: Hook? = nil, after: Hook? = nil) {
        hooks.withLock { $0 = Hooks(before: before, after: after) }
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await base.read(body)
    }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        let (before, after) = hooks.withLock { ($0.before, $0.after) }
        try await before?()
        let result = try await base.write(body)
        try await after?()
        return result
    }

    func close() async {
        await base.close()
    }
}
