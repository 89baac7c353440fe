import SwiftProtobuf
import TemporalAPI

extension APIHistory {
    /// The events as one serialised `History`, empty for none.
    static func batch(_ events: [APIHistoryEvent]) throws -> [UInt8] {
        try APIHistory.with { $0.events = events }.serializedBytes()
    }
}
