import Foundation
import SwiftProtobuf
import TemporalAPI

extension APIHistory {
    /// The events as one serialised `History`, empty for none.
    static func batch(_ events: [APIHistoryEvent]) throws -> Data {
        try APIHistory.with { $0.events = events }.serializedBytes()
    }
}
