/// Why a list query was refused. The texts of the kinds are those of the real service; where something stands is
/// said in characters from 1.
package struct QueryError: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }

    /// The text is not a query: something else was expected at this position.
    static func syntax(_ expected: String, near text: String, at position: Int) -> QueryError {
        let found = text.isEmpty ? "at the end" : "near '\(text)'"
        return QueryError(
            "malformed SQL query: syntax error at position \(position) \(found): expected \(expected)"
        )
    }

    static func invalid(_ reason: String, at position: Int) -> QueryError {
        QueryError("invalid expression: \(reason) (at position \(position))")
    }

    static func unsupported(_ what: String) -> QueryError {
        QueryError("operation is not supported: \(what)")
    }
}
