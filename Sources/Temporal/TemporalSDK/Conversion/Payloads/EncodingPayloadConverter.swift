package import TemporalAPI

/// Converts one encoding. Several of them make a `CompositePayloadConverter`.
package protocol EncodingPayloadConverter: Sendable {
    var encoding: PayloadEncoding { get }

    /// A payload of this value; nil when values of its type are not this converter's business.
    func payload<Value>(for value: Value) throws -> APIPayload?

    /// The value of a payload that has this converter's encoding.
    func value<Value>(of payload: APIPayload, as type: Value.Type) throws -> Value
}

extension EncodingPayloadConverter {
    /// The error for a payload that cannot be read as this type.
    package func mismatch<Value>(_ type: Value.Type, _ reason: String) -> PayloadConversionError {
        .mismatch(encoding: encoding.name, type: String(describing: type), reason: reason)
    }

    /// Gives a value of a known type the type that was asked for, or throws.
    package func cast<Value>(_ value: some Any, to type: Value.Type) throws -> Value {
        guard let result = value as? Value else { throw mismatch(type, "it holds another kind of value") }
        return result
    }
}
