import SwiftProtobuf
package import TemporalAPI

extension APIPayloads {
    /// Bytes of the serialised message, as ``SwiftProtobuf/Message/byteCount`` says, counted without writing it where
    /// it holds nothing but data and metadata: every value that passes through the engine is checked.
    package var byteCount: Int {
        guard unknownFields.data.isEmpty else { return serializedSize }
        var bytes = 0
        for payload in payloads {
            guard let size = payload.plainSize else { return serializedSize }
            bytes += field(size)
        }
        return bytes
    }

    private var serializedSize: Int {
        let bytes: [UInt8]? = try? serializedBytes(partial: true)
        return bytes?.count ?? .max
    }
}

extension APIPayload {
    /// Nil when it holds more than data and metadata.
    fileprivate var plainSize: Int? {
        guard unknownFields.data.isEmpty, externalPayloads.isEmpty else { return nil }
        return metadata.reduce(data.isEmpty ? 0 : field(data.count)) { bytes, entry in
            bytes + field(field(entry.key.utf8.count) + field(entry.value.count))
        }
    }
}

/// The size of a field of so many bytes with its tag (all here have one byte) and its length.
private func field(_ length: Int) -> Int {
    1 + max(1, (Int.bitWidth - length.leadingZeroBitCount + 6) / 7) + length
}
