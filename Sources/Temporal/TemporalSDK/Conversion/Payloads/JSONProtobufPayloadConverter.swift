import Foundation
import SwiftProtobuf
package import TemporalAPI

/// `json/protobuf`: a protobuf message in proto3 JSON, its full name in the metadata entry `messageType`.
/// Fields that are not known here are skipped, so that a sender may be newer than a reader.
package struct JSONProtobufPayloadConverter: EncodingPayloadConverter {
    package let encoding = PayloadEncoding.jsonProtobuf

    package init() {}

    package func payload<Value>(for value: Value) throws -> APIPayload? {
        guard let message = value as? any SwiftProtobuf.Message else { return nil }
        return APIPayload(
            encoding: encoding,
            data: try message.jsonUTF8Data(),
            metadata: [PayloadEncoding.messageTypeKey: Data(type(of: message).protoMessageName.utf8)]
        )
    }

    package func value<Value>(of payload: APIPayload, as type: Value.Type) throws -> Value {
        let message = try messageType(of: type, in: payload)
        var options = JSONDecodingOptions()
        options.ignoreUnknownFields = true
        do {
            return try cast(try message.init(jsonUTF8Data: payload.data, options: options), to: type)
        } catch let error as JSONDecodingError {
            throw mismatch(type, "it is not proto3 JSON of that message (\(error))")
        }
    }
}

/// `binary/protobuf`: a protobuf message in its binary form. Read for the sake of others; never written, since
/// `json/protobuf` comes first.
package struct BinaryProtobufPayloadConverter: EncodingPayloadConverter {
    package let encoding = PayloadEncoding.binaryProtobuf

    package init() {}

    package func payload<Value>(for value: Value) throws -> APIPayload? {
        guard let message = value as? any SwiftProtobuf.Message else { return nil }
        return APIPayload(
            encoding: encoding,
            data: try message.serializedBytes(),
            metadata: [PayloadEncoding.messageTypeKey: Data(type(of: message).protoMessageName.utf8)]
        )
    }

    package func value<Value>(of payload: APIPayload, as type: Value.Type) throws -> Value {
        let message = try messageType(of: type, in: payload)
        do {
            return try cast(try message.init(serializedBytes: payload.data), to: type)
        } catch is BinaryDecodingError {
            throw mismatch(type, "it is not the binary form of that message")
        }
    }
}

extension EncodingPayloadConverter {
    /// The message type that was asked for, which must be the one that the payload names.
    fileprivate func messageType<Value>(of type: Value.Type, in payload: APIPayload) throws -> any Message.Type {
        guard let message = (Wrapped.type(of: type) ?? type) as? any SwiftProtobuf.Message.Type else {
            throw mismatch(type, "that is no protobuf message")
        }
        if let name = payload.metadata[PayloadEncoding.messageTypeKey], name != Data(message.protoMessageName.utf8) {
            throw mismatch(type, "it holds a \(String(decoding: name, as: UTF8.self))")
        }
        return message
    }
}

/// Looks through an optional at the type that it wraps.
private enum Wrapped {
    static func type<Value>(of type: Value.Type) -> Any.Type? {
        (type as? any WrappingType.Type)?.wrapped
    }
}

private protocol WrappingType {
    static var wrapped: Any.Type { get }
}

extension Optional: WrappingType {
    fileprivate static var wrapped: Any.Type { Wrapped.self }
}
