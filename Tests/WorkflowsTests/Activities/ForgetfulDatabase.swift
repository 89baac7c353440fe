import SQLPort
import Synchronization

/// A database whose answers get lost when a test says so: the write is durable, and its caller is told that nobody
/// knows.
final class ForgetfulDatabase: SQLDatabase {
    private let base: any SQLDatabase
    private let losses = Mutex(0)

    init(_ base: any SQLDatabase) {
        self.base = base
    }

    var dialect: SQLDialect { base.dialect }

    /// Loses the answers of the next writes.
    func loseAnswers(_ count: Int) {
        losses.withLock { $0 = count }
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await base.read(body)
    }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        let result = try await base.write(body)
        let isLost = losses.withLock { count in
            guard count > 0 else { return false }
            count -= 1
            return true
        }
        if isLost { throw SQLError.outcomeUnknown("the connection was lost") }
        return result
    }
}
