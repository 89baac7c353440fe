import TemporalAPI

extension WorkflowContext {
    /// The search attributes of the run, with all changes so far.
    package var searchAttributes: SearchAttributeCollection { machine.reading { $0.searchAttributes } }

    /// Sets search attributes, and removes those that are set to nil. They are not encrypted.
    /// - Parameter attributes: what changes.
    /// - Throws: ``WorkflowReadOnlyError`` in a query.
    package func upsertSearchAttributes(_ attributes: SearchAttributeCollection) throws {
        try machine.enterForCommand("upsertSearchAttributes")
        guard !attributes.isEmpty else { return }
        machine.searchAttributes.upsert(attributes)
        machine.issue(.upsertSearchAttributes(attributes))
    }

    /// A value of the memo, with all changes so far.
    /// - Parameters:
    ///   - key: its name.
    ///   - type: what it is read as.
    /// - Returns: the value; nil when there is none.
    /// - Throws: `PayloadConversionError` when it cannot be read as that type.
    package func memoValue<Value>(_ key: String, as type: Value.Type = Value.self) throws -> Value? {
        try machine.enter()
        return try machine.memo[key].map { try machine.environment.converter.convertPayload($0, as: type) }
    }

    /// Sets values of the memo, and removes those that are nil.
    /// - Parameter values: what changes.
    /// - Throws: `PayloadConversionError` when a value cannot be written.
    package func upsertMemo(_ values: [String: (any Sendable)?]) throws {
        try machine.enterForCommand("upsertMemo")
        guard !values.isEmpty else { return }
        var fields: [String: APIPayload] = [:]
        for (key, value) in values {
            guard let value else {
                fields[key] = try machine.environment.converter.convertValue(Int?.none)
                machine.memo[key] = nil
                continue
            }
            let payload = try machine.environment.converter.convertValue(value)
            fields[key] = payload
            machine.memo[key] = payload
        }
        machine.issue(.upsertMemo(fields))
    }
}
