import Foundation
import SwiftProtobuf

extension Message {
    /// Bytes of the serialised message: what the service's limits count.
    var byteCount: Int {
        let bytes: Data? = try? serializedBytes(partial: true)
        return bytes?.count ?? .max
    }
}
