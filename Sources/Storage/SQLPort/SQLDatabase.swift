/// A SQL database, as the stores see it: synchronous bodies that run on a database thread.
///
/// Statements are the same text for both dialects: numbered parameters (`$1`), standard SQL, and
/// `ON CONFLICT DO NOTHING` where a unique key decides. A statement is prepared once a connection.
package protocol SQLDatabase: Sendable {
    var dialect: SQLDialect { get }

    /// Runs a body that only reads, in one consistent snapshot.
    /// - Throws: ``SQLError``, or what the body throws.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result

    /// Runs a body in a transaction and returns once it is committed and durable. When the body throws,
    /// nothing of it stays. The body may run again after a serialisation failure, so it has no other effects.
    /// - Throws: ``SQLError``, or what the body throws.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result
}

package enum SQLDialect: String, Sendable, CaseIterable {
    case sqlite
    case postgres
}

/// One connection, inside a `read` or a `write`; it must not leave the body.
package protocol SQLConnection {
    var dialect: SQLDialect { get }

    /// Runs a statement that answers no rows.
    /// - Returns: how many rows it inserted, updated or deleted.
    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int

    /// Runs a query and hands its rows to a closure, one after the other; `false` ends it early.
    func forEachRow(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Bool) throws

    /// Runs a script of several statements without parameters; migrations only.
    func executeScript(_ sql: String) throws
}

extension SQLConnection {
    @discardableResult
    package func execute(_ sql: String) throws -> Int {
        try execute(sql, [])
    }

    /// All rows of a query; the statement itself bounds how many those are.
    package func rows<Element>(
        _ sql: String,
        _ arguments: [SQLValue] = [],
        _ transform: (any SQLRow) throws -> Element
    ) throws -> [Element] {
        var elements: [Element] = []
        try forEachRow(sql, arguments) { row in
            elements.append(try transform(row))
            return true
        }
        return elements
    }

    /// The first row of a query; nil when there is none.
    package func firstRow<Element>(
        _ sql: String,
        _ arguments: [SQLValue] = [],
        _ transform: (any SQLRow) throws -> Element
    ) throws -> Element? {
        var element: Element?
        try forEachRow(sql, arguments) { row in
            element = try transform(row)
            return false
        }
        return element
    }
}

/// One row of a result, by column position from 0.
package protocol SQLRow {
    func isNull(_ column: Int) -> Bool
    /// - Throws: ``SQLError/unexpectedValue(column:)`` for NULL or another type.
    func integer(_ column: Int) throws -> Int64
    /// - Throws: ``SQLError/unexpectedValue(column:)`` for NULL or another type.
    func text(_ column: Int) throws -> String
    /// - Throws: ``SQLError/unexpectedValue(column:)`` for NULL or another type.
    func blob(_ column: Int) throws -> [UInt8]
}

extension SQLRow {
    package func optionalInteger(_ column: Int) throws -> Int64? { isNull(column) ? nil : try integer(column) }
    package func optionalText(_ column: Int) throws -> String? { isNull(column) ? nil : try text(column) }
    package func optionalBlob(_ column: Int) throws -> [UInt8]? { isNull(column) ? nil : try blob(column) }
}

/// A value bound to a parameter.
package enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    package static func text(_ optional: String?) -> SQLValue { optional.map { .text($0) } ?? .null }
    package static func blob(_ optional: [UInt8]?) -> SQLValue { optional.map { .blob($0) } ?? .null }
    package static func integer(_ optional: Int64?) -> SQLValue { optional.map { .integer($0) } ?? .null }
}
