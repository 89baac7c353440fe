import Foundation
package import TemporalAPI

/// Writes a value with the first converter that takes it and reads a payload with the converter of its encoding.
package struct CompositePayloadConverter: PayloadConverter {
    private let converters: [any EncodingPayloadConverter]
    /// That of each converter, as it stands in the metadata.
    private let encodings: [Data]

    package init(_ converters: [any EncodingPayloadConverter]) {
        self.converters = converters
        encodings = converters.map(\.encoding.bytes)
    }

    package func convertValue<Value>(_ value: Value) throws -> APIPayload {
        if let raw = value as? TemporalRawValue { return raw.payload }
        for converter in converters {
            if let payload = try converter.payload(for: value) { return payload }
        }
        throw PayloadConversionError.unsupportedType(String(describing: Value.self))
    }

    package func convertPayload<Value>(_ payload: APIPayload, as type: Value.Type) throws -> Value {
        if type == TemporalRawValue.self { return retyped(TemporalRawValue(payload)) }
        guard let encoding = payload.metadata[PayloadEncoding.metadataKey],
            let index = encodings.firstIndex(of: encoding)
        else { throw PayloadConversionError.unknownEncoding(payload.encodingName) }
        return try converters[index].value(of: payload, as: type)
    }
}
