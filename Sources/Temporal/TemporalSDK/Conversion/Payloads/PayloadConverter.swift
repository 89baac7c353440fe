package import TemporalAPI

/// Turns values into payloads and back. Synchronous and without side effects: it runs inside workflow code too.
package protocol PayloadConverter: Sendable {
    /// A payload of this value.
    func convertValue<Value>(_ value: Value) throws -> APIPayload

    /// The value of this payload.
    func convertPayload<Value>(_ payload: APIPayload, as type: Value.Type) throws -> Value
}

extension PayloadConverter {
    /// The value of this payload, its type taken from the context.
    package func convertPayload<Value>(_ payload: APIPayload) throws -> Value {
        try convertPayload(payload, as: Value.self)
    }
}
