import SQLPort

/// Turns a parsed list query into SQL over `runs` (as `r`) and `run_attributes`.
struct QueryCompiler {
    let namespaceID: String
    /// The namespace's own attributes.
    let customAttributes: [String: SearchAttributeType]
    /// Arguments so far; `$1` is the first.
    private(set) var arguments: [SQLValue]

    /// - Parameters:
    ///   - namespaceID: whose runs are found.
    ///   - customAttributes: the namespace's own attributes, by name.
    ///   - arguments: those that stand before the query's own in the statement.
    init(namespaceID: String, customAttributes: [String: SearchAttributeType], arguments: [SQLValue] = []) {
        self.namespaceID = namespaceID
        self.customAttributes = customAttributes
        self.arguments = arguments
    }

    /// - Parameter expression: the query's tree.
    /// - Returns: a condition, in parentheses.
    /// - Throws: ``QueryError`` for a name, an operator or a value that does not fit.
    mutating func condition(_ expression: QueryExpression) throws -> String {
        switch expression {
        case .all(let parts): return try joined(parts, by: " AND ")
        case .any(let parts): return try joined(parts, by: " OR ")
        case .not(let inner): return "(NOT \(try condition(inner)))"
        case .compare(let name, let comparison, let value): return try compare(name, comparison, value)
        case .within(let name, let values): return try within(name, values)
        case .between(let name, let lower, let upper):
            let attribute = try attribute(name)
            try require([.int, .double, .datetime, .keyword], attribute, name, "range condition")
            return try matching(
                attribute,
                [(">=", try value(lower, of: attribute, name)), ("<=", try value(upper, of: attribute, name))]
            )
        case .startsWith(let name, let prefix): return try startsWith(name, prefix)
        case .isNull(let name): return isNull(try attribute(name))
        }
    }

    private mutating func joined(_ parts: [QueryExpression], by word: String) throws -> String {
        var conditions: [String] = []
        for part in parts { conditions.append(try condition(part)) }
        return "(" + conditions.joined(separator: word) + ")"
    }

    private mutating func compare(_ name: QueryName, _ comparison: QueryOperator, _ value: QueryValue) throws -> String
    {
        let attribute = try attribute(name)
        let isOrder = comparison != .equal && comparison != .notEqual
        switch attribute.type {
        case .text:
            try refuse(isOrder, comparison.rawValue, attribute, name)
            let condition = try words(value, of: attribute, name)
            return comparison == .equal ? condition : "(NOT \(condition))"
        case .keywordList where comparison == .notEqual:
            return "(NOT \(try matching(attribute, [("=", try self.value(value, of: attribute, name))])))"
        case .keywordList, .bool: try refuse(isOrder, comparison.rawValue, attribute, name)
        default: try refuse(isOrder && attribute.isStatus, comparison.rawValue, attribute, name)
        }
        let sign = comparison == .notEqual ? "<>" : comparison.rawValue
        return try matching(attribute, [(sign, try self.value(value, of: attribute, name))])
    }

    private mutating func within(_ name: QueryName, _ values: [QueryValue]) throws -> String {
        let attribute = try attribute(name)
        guard attribute.type != .text else {
            throw unsupported("IN", attribute, name)
        }
        var parameters: [String] = []
        var column = attribute.valueColumn
        for value in values {
            let indexed = try self.value(value, of: attribute, name)
            column = attribute.isSystem ? column : indexed.column
            parameters.append(parameter(indexed.argument))
        }
        let list = "IN (" + parameters.joined(separator: ", ") + ")"
        return attribute.isSystem ? "(\(column) \(list))" : owned(attribute, "a.\(column) \(list)")
    }

    private mutating func startsWith(_ name: QueryName, _ prefix: QueryValue) throws -> String {
        let attribute = try attribute(name)
        guard attribute.type == .keyword, !attribute.isStatus else {
            throw unsupported("STARTS_WITH", attribute, name)
        }
        guard case .text(let text) = prefix.content else {
            throw QueryError.invalid("right-hand side of 'STARTS_WITH' must be a literal string", at: prefix.position)
        }
        // Texts compare by their bytes, and none has a byte above this character's.
        return try matching(attribute, [(">=", .text(text)), ("<", .text(text + "\u{10FFFF}\u{10FFFF}"))])
    }

    private mutating func words(_ value: QueryValue, of attribute: QueryAttribute, _ name: QueryName) throws -> String {
        guard case .text(let text) = value.content else { throw wrongType(value, attribute, name) }
        let words = IndexedValue.words(of: text)
        guard !words.isEmpty else { return "(1 = 0)" }
        let parameters = words.map { parameter(.text($0)) }
        return owned(attribute, "a.text_value IN (\(parameters.joined(separator: ", ")))")
    }

    private mutating func isNull(_ attribute: QueryAttribute) -> String {
        attribute.isSystem ? "(\(attribute.valueColumn) IS NULL)" : "(NOT \(owned(attribute, "1 = 1")))"
    }

    /// A condition that one value of the attribute meets.
    private mutating func matching(_ attribute: QueryAttribute, _ bounds: [(sign: String, value: IndexedValue)])
        throws -> String
    {
        let conditions = bounds.map { bound in
            let column = attribute.isSystem ? attribute.valueColumn : "a.\(bound.value.column)"
            return "\(column) \(bound.sign) \(parameter(bound.value.argument))"
        }
        let condition = conditions.joined(separator: " AND ")
        return attribute.isSystem ? "(\(condition))" : owned(attribute, condition)
    }

    private mutating func owned(_ attribute: QueryAttribute, _ condition: String) -> String {
        let namespace = parameter(.text(namespaceID))
        let name = parameter(.text(attribute.name))
        return "(r.run_id IN (SELECT a.run_id FROM run_attributes a WHERE a.namespace_id = \(namespace)"
            + " AND a.name = \(name) AND \(condition)))"
    }

    private mutating func parameter(_ value: SQLValue) -> String {
        arguments.append(value)
        return "$\(arguments.count)"
    }
}

// MARK: Names and values

/// An attribute that a query names.
struct QueryAttribute {
    let name: String
    let type: SearchAttributeType
    /// The column of a system attribute.
    let systemColumn: String?

    var isSystem: Bool { systemColumn != nil }
    var isStatus: Bool { name == SystemAttribute.executionStatus && isSystem }
    var valueColumn: String { systemColumn.map { "r.\($0)" } ?? "a.text_value" }
}

extension QueryCompiler {
    /// - Parameter name: as the query wrote it.
    /// - Returns: the namespace's own attribute, or else the system's.
    /// - Throws: ``QueryError`` when there is none.
    func attribute(_ name: QueryName) throws -> QueryAttribute {
        if let type = customAttributes[name.name] ?? SystemAttribute.predefined[name.name] {
            return QueryAttribute(name: name.name, type: type, systemColumn: nil)
        }
        guard let system = SystemAttribute.all[name.name] else {
            throw QueryError.invalid(
                "column name '\(name.name)' is not a valid search attribute",
                at: name.position
            )
        }
        return QueryAttribute(name: name.name, type: system.type, systemColumn: system.column)
    }

    private func value(_ value: QueryValue, of attribute: QueryAttribute, _ name: QueryName) throws -> IndexedValue {
        if attribute.isStatus { return .number(Int64(try status(value))) }
        switch (attribute.type, value.content) {
        case (.keyword, .text(let text)), (.keywordList, .text(let text)): return .text(text)
        case (.int, .integer(let number)): return .number(number)
        case (.double, .integer(let number)): return .number(IndexedValue.ordered(Double(number)))
        case (.double, .decimal(let number)): return .number(IndexedValue.ordered(number))
        case (.bool, .boolean(let flag)): return .number(flag ? 1 : 0)
        case (.datetime, .integer(let nanoseconds)): return .number(nanoseconds)
        case (.datetime, .text(let text)):
            guard let nanoseconds = TimeText.nanoseconds(of: text) else {
                throw QueryError.invalid("unable to parse datetime '\(text)'", at: value.position)
            }
            return .number(nanoseconds)
        default: throw wrongType(value, attribute, name)
        }
    }

    private func status(_ value: QueryValue) throws -> Int {
        switch value.content {
        case .text(let text):
            if let status = RunStatusName.number(of: text) { return status }
            throw QueryError.invalid("invalid ExecutionStatus value '\(text)'", at: value.position)
        case .integer(let number): return Int(clamping: number)
        default:
            throw QueryError.invalid("unexpected value type for search attribute ExecutionStatus", at: value.position)
        }
    }

    private func wrongType(_ value: QueryValue, _ attribute: QueryAttribute, _ name: QueryName) -> QueryError {
        let written: String
        switch value.content {
        case .text(let text): written = "\"\(text)\""
        case .integer(let number): written = "\(number)"
        case .decimal(let number): written = "\(number)"
        case .boolean(let flag): written = "\(flag)"
        }
        return .invalid(
            "invalid value type for search attribute \(name.name) of type \(attribute.type.name): \(written)",
            at: value.position
        )
    }

    private func refuse(_ isRefused: Bool, _ sign: String, _ attribute: QueryAttribute, _ name: QueryName) throws {
        if isRefused { throw unsupported(sign, attribute, name) }
    }

    private func unsupported(_ sign: String, _ attribute: QueryAttribute, _ name: QueryName) -> QueryError {
        .unsupported(
            "operator '\(sign)' not supported for \(attribute.type.name) type search attribute '\(name.name)' "
                + "(at position \(name.position))"
        )
    }

    private func require(
        _ types: [SearchAttributeType],
        _ attribute: QueryAttribute,
        _ name: QueryName,
        _ what: String
    ) throws {
        guard !types.contains(attribute.type) || attribute.isStatus else { return }
        throw QueryError.invalid(
            "cannot do \(what) on search attribute '\(name.name)' of type \(attribute.type.name)",
            at: name.position
        )
    }
}
