import Foundation
package import TemporalAPI

/// `binary/plain`: bytes as they are, from and to `Data` and `[UInt8]`.
package struct BinaryPayloadConverter: EncodingPayloadConverter {
    package let encoding = PayloadEncoding.binaryPlain

    package init() {}

    package func payload<Value>(for value: Value) throws -> APIPayload? {
        if let data = value as? Data { return APIPayload(encoding: encoding, data: data) }
        if let bytes = value as? [UInt8], !bytes.isEmpty || isBytes(value) {
            return APIPayload(encoding: encoding, data: Data(bytes))
        }
        return nil
    }

    /// An empty array of anything can be cast to an array of bytes: only its type tells what it is.
    private func isBytes<Value>(_ value: Value) -> Bool {
        Value.self == [UInt8].self || Value.self == [UInt8]?.self || type(of: value as Any) == [UInt8].self
    }

    package func value<Value>(of payload: APIPayload, as type: Value.Type) throws -> Value {
        if let data = payload.data as? Value { return data }
        return try cast([UInt8](payload.data), to: type)
    }
}
