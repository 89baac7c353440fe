import SQLPort

/// A database in which something happens right before a statement, as another process would do it.
struct InterposedDatabase: SQLDatabase {
    let base: any SQLDatabase
    /// Called with each statement and the connection that runs it.
    let before: @Sendable (String, any SQLConnection) throws -> Void

    var dialect: SQLDialect { base.dialect }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await base.read { try body(InterposedConnection(base: $0, before: before)) }
    }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
        try await base.write { try body(InterposedConnection(base: $0, before: before)) }
    }
}

private struct InterposedConnection: SQLConnection {
    let base: any SQLConnection
    let before: (String, any SQLConnection) throws -> Void

    var dialect: SQLDialect { base.dialect }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try before(sql, base)
        return try base.execute(sql, arguments)
    }

    func forEachRow(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Bool) throws {
        try before(sql, base)
        try base.forEachRow(sql, arguments, body)
    }

    func executeScript(_ sql: String) throws {
        try base.executeScript(sql)
    }
}
