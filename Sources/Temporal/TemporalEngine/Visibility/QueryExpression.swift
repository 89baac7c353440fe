/// What a list query says, as a tree.
package indirect enum QueryExpression: Sendable, Equatable {
    case all([QueryExpression])
    case any([QueryExpression])
    case not(QueryExpression)
    case compare(QueryName, QueryOperator, QueryValue)
    case within(QueryName, [QueryValue])
    case between(QueryName, QueryValue, QueryValue)
    case startsWith(QueryName, QueryValue)
    case isNull(QueryName)
}

/// The name of a search attribute, and where it stands.
package struct QueryName: Sendable, Equatable {
    package let name: String
    package let position: Int
}

package enum QueryOperator: String, Sendable, Equatable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

/// A value in a list query, and where it stands.
package struct QueryValue: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        case text(String)
        case integer(Int64)
        case decimal(Double)
        case boolean(Bool)
    }

    package let content: Content
    package let position: Int
}

/// A whole query: what to find, and what a count is grouped by.
package struct ParsedQuery: Sendable, Equatable {
    package var filter: QueryExpression?
    package var groupBy: QueryName?
}
