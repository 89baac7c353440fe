package import TemporalAPI

/// What the official SDKs do by default: nothing is `binary/null`, bytes are `binary/plain`, protobuf messages
/// `json/protobuf` (`binary/protobuf` is read too), everything Codable `json/plain`.
package struct DefaultPayloadConverter: PayloadConverter {
    private let converter = CompositePayloadConverter([
        BinaryNilPayloadConverter(),
        BinaryPayloadConverter(),
        JSONProtobufPayloadConverter(),
        BinaryProtobufPayloadConverter(),
        JSONPayloadConverter(),
    ])

    package init() {}

    package func convertValue<Value>(_ value: Value) throws -> APIPayload {
        try converter.convertValue(value)
    }

    package func convertPayload<Value>(_ payload: APIPayload, as type: Value.Type) throws -> Value {
        try converter.convertPayload(payload, as: type)
    }
}
