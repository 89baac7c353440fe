package import Foundation
package import TemporalAPI

/// How the data of a payload is to be read: the value of its metadata entry `encoding`.
///
/// The names are those of the official SDKs, so that every one of them reads what another wrote.
package struct PayloadEncoding: Hashable, Sendable {
    package static let metadataKey = "encoding"
    /// The metadata entry with the full name of a protobuf message.
    package static let messageTypeKey = "messageType"

    package static let binaryNull = PayloadEncoding("binary/null")
    package static let binaryPlain = PayloadEncoding("binary/plain")
    package static let binaryProtobuf = PayloadEncoding("binary/protobuf")
    package static let jsonPlain = PayloadEncoding("json/plain")
    package static let jsonProtobuf = PayloadEncoding("json/protobuf")
    package static let binaryEncrypted = PayloadEncoding("binary/encrypted")

    package let name: String
    /// The name as it stands in the metadata.
    package let bytes: Data

    package init(_ name: String) {
        self.name = name
        self.bytes = Data(name.utf8)
    }

    package static func == (left: PayloadEncoding, right: PayloadEncoding) -> Bool {
        left.name == right.name
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }
}

extension APIPayload {
    /// A payload with the given encoding and further metadata.
    package init(encoding: PayloadEncoding, data: Data, metadata: [String: Data] = [:]) {
        self.init()
        self.metadata = metadata
        self.metadata[PayloadEncoding.metadataKey] = encoding.bytes
        self.data = data
    }

    package func hasEncoding(_ encoding: PayloadEncoding) -> Bool {
        metadata[PayloadEncoding.metadataKey] == encoding.bytes
    }

    /// The name of the encoding; nil when the payload names none.
    package var encodingName: String? {
        metadata[PayloadEncoding.metadataKey].map { String(decoding: $0, as: UTF8.self) }
    }
}
