/// What a client does with the shared workflows, whoever runs them, and what it must see.
package struct ConformanceScenario: Sendable, CustomStringConvertible {
    /// The name of the same scenario in Tests/Conformance/scenarios.
    package let name: String
    /// Throws what the client found wrong.
    package let run: @Sendable (ConformanceClient) async throws -> Void

    package var description: String { name }

    init(_ name: String, _ run: @escaping @Sendable (ConformanceClient) async throws -> Void) {
        self.name = name
        self.run = run
    }

    package static let all = results + failures + conversations + scripted
}

/// What a scenario found: words for people.
package struct ConformanceProblem: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Throws when two values differ.
func expect<Value: Equatable>(_ found: Value, is expected: Value, _ what: String) throws {
    guard found == expected else { throw ConformanceProblem("\(what) is \(found), not \(expected)") }
}
