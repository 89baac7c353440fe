/// Reads the list query language: comparisons, IN, BETWEEN, STARTS_WITH, IS NULL, joined by AND, OR, NOT and
/// parentheses; a count may end in GROUP BY.
package struct QueryParser {
    /// The longest query that is read, in characters.
    package static let maximumLength = 16_384
    /// Parentheses and NOTs within each other.
    package static let maximumDepth = 64
    /// Values of one IN.
    package static let maximumValues = 512

    private let tokens: [QueryToken]
    private var index = 0
    private var depth = 0

    private init(_ tokens: [QueryToken]) {
        self.tokens = tokens
    }

    /// - Parameter text: the query; an empty one finds everything.
    /// - Returns: the tree.
    /// - Throws: ``QueryError`` that says where reading failed.
    package static func parse(_ text: String) throws -> ParsedQuery {
        guard text.count <= maximumLength else {
            throw QueryError.unsupported("a query of more than \(maximumLength) characters")
        }
        var parser = QueryParser(try QueryLexer.tokens(of: text))
        return try parser.query()
    }

    private mutating func query() throws -> ParsedQuery {
        var query = ParsedQuery()
        if ![.end, .keyword("GROUP"), .keyword("ORDER"), .keyword("LIMIT")].contains(current.kind) {
            query.filter = try disjunction()
        }
        if take(.keyword("GROUP")) {
            try expect(.keyword("BY"), "BY")
            query.groupBy = try name()
            if current.kind == .symbol(",") {
                throw QueryError.unsupported("'GROUP BY' clause supports only a single field")
            }
        }
        if current.kind == .keyword("ORDER") { throw QueryError.unsupported("'ORDER BY' clause") }
        if current.kind == .keyword("LIMIT") { throw QueryError.unsupported("'LIMIT' clause") }
        try expect(.end, "AND, OR or the end")
        return query
    }

    private mutating func disjunction() throws -> QueryExpression {
        var parts = [try conjunction()]
        while take(.keyword("OR")) { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction() throws -> QueryExpression {
        var parts = [try negation()]
        while take(.keyword("AND")) { parts.append(try negation()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func negation() throws -> QueryExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw QueryError.unsupported("more than \(Self.maximumDepth) levels") }
        if take(.keyword("NOT")) { return .not(try negation()) }
        guard take(.symbol("(")) else { return try condition() }
        let inner = try disjunction()
        try expect(.symbol(")"), "')'")
        return inner
    }

    private mutating func condition() throws -> QueryExpression {
        let name = try name()
        let token = current
        index += 1
        switch token.kind {
        case .symbol(let symbol):
            guard let comparison = QueryOperator(rawValue: symbol) else { break }
            return .compare(name, comparison, try value())
        case .keyword("NOT"): return .not(try suffix(of: name))
        case .keyword("IS"):
            let isNegated = take(.keyword("NOT"))
            try expect(.keyword("NULL"), "NULL")
            return isNegated ? .not(.isNull(name)) : .isNull(name)
        default:
            index -= 1
            return try suffix(of: name)
        }
        throw QueryError.syntax("a comparison", near: token.written, at: token.position)
    }

    private mutating func suffix(of name: QueryName) throws -> QueryExpression {
        let token = current
        index += token.kind == .end ? 0 : 1
        switch token.kind {
        case .keyword("IN"): return .within(name, try values())
        case .keyword("BETWEEN"):
            let lower = try value()
            try expect(.keyword("AND"), "AND")
            return .between(name, lower, try value())
        case .keyword("STARTS_WITH"): return .startsWith(name, try value())
        case .keyword("LIKE"): throw QueryError.unsupported("operator 'LIKE'")
        default: throw QueryError.syntax("a comparison", near: token.written, at: token.position)
        }
    }

    private mutating func values() throws -> [QueryValue] {
        try expect(.symbol("("), "'('")
        var values = [try value()]
        while take(.symbol(",")) {
            guard values.count < Self.maximumValues else {
                throw QueryError.unsupported("more than \(Self.maximumValues) values")
            }
            values.append(try value())
        }
        try expect(.symbol(")"), "')'")
        return values
    }

    private mutating func name() throws -> QueryName {
        guard case .name(let name) = current.kind else {
            throw QueryError.syntax("the name of a search attribute", near: current.written, at: current.position)
        }
        defer { index += 1 }
        return QueryName(name: name, position: current.position)
    }

    private mutating func value() throws -> QueryValue {
        let content: QueryValue.Content
        switch current.kind {
        case .text(let text): content = .text(text)
        case .integer(let number): content = .integer(number)
        case .decimal(let number): content = .decimal(number)
        case .keyword("TRUE"): content = .boolean(true)
        case .keyword("FALSE"): content = .boolean(false)
        case .name(let name):
            throw QueryError.unsupported(
                "column name on the right side of comparison expression (did you forget to quote \"\(name)\"?), "
                    + "at position \(current.position)"
            )
        default: throw QueryError.syntax("a value", near: current.written, at: current.position)
        }
        defer { index += 1 }
        return QueryValue(content: content, position: current.position)
    }

    private var current: QueryToken { tokens[min(index, tokens.count - 1)] }

    private mutating func take(_ kind: QueryToken.Kind) -> Bool {
        guard current.kind == kind else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ kind: QueryToken.Kind, _ expected: String) throws {
        guard take(kind) else { throw QueryError.syntax(expected, near: current.written, at: current.position) }
    }
}
