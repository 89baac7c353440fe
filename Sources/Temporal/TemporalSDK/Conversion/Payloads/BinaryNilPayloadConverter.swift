package import TemporalAPI
import Foundation

/// `binary/null`: nil and Void, as the official SDKs write null, None and undefined.
package struct BinaryNilPayloadConverter: EncodingPayloadConverter {
    package let encoding = PayloadEncoding.binaryNull

    package init() {}

    package func payload<Value>(for value: Value) throws -> APIPayload? {
        guard value is Void || (value as? any OptionalValue)?.isNil == true else { return nil }
        return APIPayload(encoding: encoding, data: Data())
    }

    package func value<Value>(of payload: APIPayload, as type: Value.Type) throws -> Value {
        guard payload.data.isEmpty else { throw mismatch(type, "null has no data") }
        if let nothing = () as? Value { return nothing }
        guard let optional = type as? any OptionalValue.Type, let none = optional.none as? Value else {
            throw mismatch(type, "it is null")
        }
        return none
    }
}

/// What all optionals have in common, whatever they wrap.
package protocol OptionalValue {
    var isNil: Bool { get }
    static var none: Self { get }
}

extension Optional: OptionalValue {
    package var isNil: Bool { self == nil }
}
