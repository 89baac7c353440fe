package import TemporalAPI
import Foundation
import SwiftProtobuf

/// How large what is sent may be. The service refuses more; told here, the error says which value it was, and a
/// workflow task does not fail again and again for it.
package struct PayloadLimits: Sendable {
    /// 2 MiB, the service's own limit of one list of payloads.
    package static let `default` = PayloadLimits(maximumBytes: 2 * 1024 * 1024)

    package let maximumBytes: Int

    package init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Throws when these payloads are larger together than the service takes.
    package func check(_ payloads: [APIPayload]) throws {
        // Most are far below it, which the lengths of their parts tell.
        guard payloads.reduce(0, { $0 + $1.approximateSize }) > maximumBytes / 2 else { return }
        let message = APIPayloads.with { $0.payloads = payloads }
        let size = (try message.serializedBytes() as Data).count
        guard size <= maximumBytes else { throw PayloadTooLargeError(size: size, maximum: maximumBytes) }
    }
}

/// Payloads are larger than the service takes.
package struct PayloadTooLargeError: Error, Hashable, CustomStringConvertible {
    package let size: Int
    package let maximum: Int

    package var description: String { "the payloads have \(size) bytes, the limit is \(maximum)" }
}

extension APIPayload {
    /// The bytes of its parts, with room for the lengths and tags between them: never less than half of its size.
    fileprivate var approximateSize: Int {
        let rest = data.count + unknownFields.data.count + 16 * (externalPayloads.count + 1)
        return metadata.reduce(rest) { $0 + $1.key.utf8.count + $1.value.count + 16 }
    }
}
