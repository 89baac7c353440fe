/// What a contract suite throws when an implementation does not keep its port's word.
package struct ContractViolation: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }

    /// - Throws: a violation that names both values when they differ.
    package static func expectEqual<Value: Equatable>(
        _ actual: @autoclosure () async throws -> Value,
        _ expected: Value,
        _ what: String
    ) async throws {
        let actual = try await actual()
        guard actual == expected else { throw ContractViolation("\(what): \(actual), expected \(expected)") }
    }

    /// - Throws: a violation when the condition is false.
    package static func expect(_ condition: @autoclosure () async throws -> Bool, _ what: String) async throws {
        guard try await condition() else { throw ContractViolation(what) }
    }
}
