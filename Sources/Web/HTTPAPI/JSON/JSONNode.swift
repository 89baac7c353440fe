/// A JSON value as a client sent it.
package indirect enum JSONNode: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONNode])
    case object([JSONMember])

    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// What the value is, as the end of the sentence "must be …, not".
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

/// One member of an object, in the order in which the client wrote it.
package struct JSONMember: Sendable, Equatable {
    package let name: String
    package let value: JSONNode

    package init(name: String, value: JSONNode) {
        self.name = name
        self.value = value
    }
}

/// A JSON number, as far as a contract without floating-point numbers needs to know it.
package enum JSONNumber: Sendable, Equatable {
    /// A whole number, also when written as `2.0` or `1e2`; one beyond 64 bits is clamped, so that the rule of
    /// its field refuses it as too large or too small.
    case whole(Int64)
    case fraction
}

/// Where and why a text is no JSON. Line and column count from 1, the column in bytes.
package struct JSONSyntaxError: Error, Equatable {
    package let problem: String
    package let line: Int
    package let column: Int
}
