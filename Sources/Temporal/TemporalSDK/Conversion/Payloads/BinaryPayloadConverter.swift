import Foundation
package import TemporalAPI

/// `binary/plain`: bytes as they are, from and to `Data` and `[UInt8]`.
package struct BinaryPayloadConverter: EncodingPayloadConverter {
    package let encoding = PayloadEncoding.binaryPlain

    package init() {}

    package func payload<Value>(for value: Value) throws -> APIPayload? {
        if let data = value as? Data { return APIPayload(encoding: encoding, data: data) }
        if let bytes = value as? [UInt8] { return APIPayload(encoding: encoding, data: Data(bytes)) }
        return nil
    }

    package func value<Value>(of payload: APIPayload, as type: Value.Type) throws -> Value {
        if let data = payload.data as? Value { return data }
        return try cast([UInt8](payload.data), to: type)
    }
}
