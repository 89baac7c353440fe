import Crypto
import Foundation

/// Gives every row of a file the same idempotency key each time the file is imported.
///
/// A row with a requestId has its own. One with an externalOrderId gets a key made of channel and id. Any
/// other row is known by its content and by how many equal rows came before it in the file.
package struct RowKeys: Sendable {
    /// How many rows without any id one file may have: each takes memory, to be told from its equals.
    package static let maximumAnonymousRows = 10_000_000

    /// How often a content was seen, by the first 64 bits of its hash. Two contents that share them only skip
    /// a number: the key holds the whole hash.
    private var seen: [UInt64: UInt32] = [:]

    package init() {}

    /// - Parameters:
    ///   - identity: how the row names itself.
    ///   - content: the row's bytes.
    /// - Returns: the key to send; nil when the row has a requestId.
    /// - Throws: ``CommandFailure`` when too many rows have no id.
    package mutating func key(for identity: RowIdentity, content: [UInt8]) throws -> String? {
        if identity.hasRequestID { return nil }
        if let externalOrderID = identity.externalOrderID {
            let channel = identity.channel ?? "MANUAL"
            return "import-ext-" + Self.hex(SHA256.hash(data: Data("\(channel)\n\(externalOrderID)".utf8)))
        }
        let digest = SHA256.hash(data: content)
        let prefix = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let ordinal = seen[prefix, default: 0]
        guard ordinal > 0 || seen.count < Self.maximumAnonymousRows else {
            throw CommandFailure(
                "More than \(Self.maximumAnonymousRows) rows have neither requestId nor externalOrderId; give them one, "
                    + "or import the file in parts",
                exit: .failed
            )
        }
        seen[prefix] = ordinal + 1
        return "import-row-\(Self.hex(digest))-\(ordinal)"
    }

    private static func hex(_ digest: SHA256.Digest) -> String {
        digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
