import TemporalEngine
import Testing

@Suite struct QueryParserTests {
    @Test(arguments: [
        ("WorkflowType = 'A'", "WorkflowType = text(A)"),
        ("WorkflowType='A' AND RunId != \"b\"", "(WorkflowType = text(A) & RunId != text(b))"),
        ("a = 1 OR b = 2 AND c = 3", "(a = 1 | (b = 2 & c = 3))"),
        ("(a = 1 OR b = 2) and c = 3", "((a = 1 | b = 2) & c = 3)"),
        ("NOT a = true", "!a = true"),
        ("a IN ('x', 'y')", "a in [text(x), text(y)]"),
        ("a NOT IN (1)", "!a in [1]"),
        ("a BETWEEN 1 AND 2.5 AND b < 3", "(a between 1 2.5 & b < 3)"),
        ("a STARTS_WITH 'pre'", "a starts text(pre)"),
        ("a not starts_with 'pre'", "!a starts text(pre)"),
        ("a IS NULL", "a null"),
        ("a IS NOT NULL", "!a null"),
        ("`my name` = 'it''s'", "my name = text(it's)"),
        ("a <> 1", "a != 1"),
        ("a >= -5", "a >= -5"),
    ])
    func `a query is read as it is meant`(query: String, expected: String) throws {
        #expect(try QueryParser.parse(query).filter.map(text) == expected)
    }

    @Test(arguments: ["", "   "])
    func `an empty query finds everything`(query: String) throws {
        let parsed = try QueryParser.parse(query)
        #expect(parsed.filter == nil)
        #expect(parsed.groupBy == nil)
    }

    @Test func `a count is grouped by one attribute`() throws {
        let query = try QueryParser.parse("a = 1 GROUP BY ExecutionStatus")
        #expect(query.groupBy?.name == "ExecutionStatus")
        #expect(query.filter.map(text) == "a = 1")
    }

    @Test(arguments: [
        ("a =", "position 4 at the end: expected a value"),
        ("a 1", "position 3 near '1': expected a comparison"),
        ("= 1", "position 1 near '=': expected the name of a search attribute"),
        ("a = 1 b = 2", "position 7 near 'b': expected AND, OR or the end"),
        ("(a = 1", "position 7 at the end: expected ')'"),
        ("a = 'x", "position 5 near ''x': expected a closing '"),
        ("a IN 1", "position 6 near '1': expected '('"),
        ("a ! 1", "position 3 near '!': expected '!='"),
        ("a = b", "did you forget to quote \"b\"?), at position 5"),
        ("a = 1 ORDER BY a", "operation is not supported: 'ORDER BY' clause"),
        ("a = 1 LIMIT 5", "operation is not supported: 'LIMIT' clause"),
        ("a LIKE 'x'", "operation is not supported: operator 'LIKE'"),
    ])
    func `what cannot be read is refused with its place`(query: String, reason: String) {
        let error = #expect(throws: QueryError.self) { try QueryParser.parse(query) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test func `a query has limits`() {
        let deep = String(repeating: "(", count: 70) + "a = 1" + String(repeating: ")", count: 70)
        #expect(throws: QueryError.self) { try QueryParser.parse(deep) }
        let long = "a = '" + String(repeating: "x", count: QueryParser.maximumLength) + "'"
        #expect(throws: QueryError.self) { try QueryParser.parse(long) }
        let many = "a IN (" + Array(repeating: "1", count: QueryParser.maximumValues + 1).joined(separator: ",") + ")"
        #expect(throws: QueryError.self) { try QueryParser.parse(many) }
    }

    private func text(_ expression: QueryExpression) -> String {
        switch expression {
        case .all(let parts): "(" + parts.map(text).joined(separator: " & ") + ")"
        case .any(let parts): "(" + parts.map(text).joined(separator: " | ") + ")"
        case .not(let inner): "!" + text(inner)
        case .compare(let name, let sign, let value): "\(name.name) \(sign.rawValue) \(text(value))"
        case .within(let name, let values):
            "\(name.name) in [" + values.map(text).joined(separator: ", ") + "]"
        case .between(let name, let lower, let upper): "\(name.name) between \(text(lower)) \(text(upper))"
        case .startsWith(let name, let value): "\(name.name) starts \(text(value))"
        case .isNull(let name): "\(name.name) null"
        }
    }

    private func text(_ value: QueryValue) -> String {
        switch value.content {
        case .text(let text): "text(\(text))"
        case .integer(let number): "\(number)"
        case .decimal(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        }
    }
}
