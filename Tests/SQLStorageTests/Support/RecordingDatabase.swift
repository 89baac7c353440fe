import SQLPort
import Synchronization

/// A database that notes every query it is asked, to look at their plans afterwards.
final class RecordingDatabase: SQLDatabase {
    struct Query: Sendable {
        let sql: String
        let arguments: [SQLValue]
    }

    private let base: any SQLDatabase
    private let recorded = Mutex<[Query]>([])

    init(_ base: any SQLDatabase) {
        self.base = base
    }

    var dialect: SQLDialect { base.dialect }

    /// The queries since the last call, in their order.
    func takeQueries() -> [Query] {
        recorded.withLock { queries in
            defer { queries = [] }
            return queries
        }
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await base.read { [self] connection in try body(RecordingConnection(base: connection, note: note)) }
    }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await base.write { [self] connection in try body(RecordingConnection(base: connection, note: note)) }
    }

    private func note(_ query: Query) {
        recorded.withLock { $0.append(query) }
    }
}

private struct RecordingConnection: SQLConnection {
    let base: any SQLConnection
    let note: (RecordingDatabase.Query) -> Void

    var dialect: SQLDialect { base.dialect }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try base.execute(sql, arguments)
    }

    func forEachRow(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Bool) throws {
        note(RecordingDatabase.Query(sql: sql, arguments: arguments))
        try base.forEachRow(sql, arguments, body)
    }

    func executeScript(_ sql: String) throws {
        try base.executeScript(sql)
    }
}
