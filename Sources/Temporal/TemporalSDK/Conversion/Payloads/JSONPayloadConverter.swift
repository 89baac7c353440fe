import Foundation
package import TemporalAPI

/// `json/plain`: everything Codable, as the official SDKs write it: compact, members sorted, dates as RFC 3339
/// text, bytes inside a value as base64. Plain texts, whole numbers and booleans take a short way.
package struct JSONPayloadConverter: EncodingPayloadConverter {
    package let encoding = PayloadEncoding.jsonPlain

    package init() {}

    package func payload<Value>(for value: Value) throws -> APIPayload? {
        if let scalar = JSONScalar.data(of: value) { return APIPayload(encoding: encoding, data: scalar) }
        guard let encodable = value as? any Encodable else { return nil }
        do {
            return APIPayload(encoding: encoding, data: try JSONCoding.encoder().encode(encodable))
        } catch let error as EncodingError {
            throw mismatch(Value.self, JSONCoding.reason(error))
        }
    }

    package func value<Value>(of payload: APIPayload, as type: Value.Type) throws -> Value {
        try JSONScalar.value(of: payload.data, as: type) { try document(payload.data, as: type) }
    }

    private func document<Value>(_ data: Data, as type: Value.Type) throws -> Value {
        guard let decodable = type as? any Decodable.Type else {
            if let nothing = () as? Value { return nothing }
            throw mismatch(type, "that type is not Decodable")
        }
        do {
            return try cast(try JSONCoding.decoder().decode(decodable, from: data), to: type)
        } catch let error as DecodingError {
            throw mismatch(type, JSONCoding.reason(error))
        }
    }
}
