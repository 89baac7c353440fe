/// What is wrong with a request, field by field, each field named as the client wrote it: `items[0].quantity`.
package struct ValidationError: CategorizedError, Equatable {
    /// The most problems that are told at once; a request of 1,000 wrong lines does not answer with 1,000 texts.
    package static let maximumFields = 50

    package private(set) var fields: [String: String] = [:]

    package init() {}

    package init(_ field: String, _ problem: String) {
        fields[field] = problem
    }

    package var category: ErrorCategory { .invalid }
    package var message: String { "Validation failed" }
    package var isEmpty: Bool { fields.isEmpty }

    /// Notes a problem; the first one of a field is kept.
    package mutating func add(_ field: String, _ problem: String) {
        guard fields.count < Self.maximumFields, fields[field] == nil else { return }
        fields[field] = problem
    }

    /// Runs a check and notes what it throws under the field's name.
    /// - Returns: the checked value, or nil when it was refused.
    package mutating func check<Value, Failure: Error & CustomStringConvertible>(
        _ field: String,
        _ body: () throws(Failure) -> Value
    ) -> Value? {
        do {
            return try body()
        } catch {
            add(field, error.description)
            return nil
        }
    }

    /// - Throws: this error when any problem was noted.
    package func throwIfAny() throws(ValidationError) {
        if !isEmpty { throw self }
    }
}
