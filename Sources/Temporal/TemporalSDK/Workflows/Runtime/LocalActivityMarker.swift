import Foundation
import SwiftProtobuf
package import TemporalAPI

/// The record of a local activity that succeeded. Written as sdk-core writes it, so that tools which show histories
/// know it.
package struct LocalActivityMarker {
    static let markerName = "core_local_activity"
    private static let dataKey = "data"
    private static let resultKey = "result"

    package let activityID: String
    package let activityType: String
    let result: APIPayload

    private struct Details: Codable {
        struct Time: Codable {
            let seconds: Int64
            let nanos: Int32
        }

        let attempt: Int
        let activityId: String
        let activityType: String
        let completeTime: Time?

        enum CodingKeys: String, CodingKey {
            case attempt
            case activityId = "activity_id"
            case activityType = "activity_type"
            case completeTime = "complete_time"
        }
    }

    init(activityID: String, activityType: String, result: APIPayload) {
        self.activityID = activityID
        self.activityType = activityType
        self.result = result
    }

    /// The record that an event holds; nil when it holds none that can be read.
    package init?(_ event: APIHistoryEvent) {
        guard case .markerRecordedEventAttributes(let attributes) = event.attributes,
            attributes.markerName == Self.markerName,
            let data = attributes.details[Self.dataKey]?.payloads.first?.data,
            let details = try? JSONDecoder().decode(Details.self, from: data)
        else { return nil }
        let result = attributes.details[Self.resultKey]?.payloads.first ?? APIPayload()
        self.init(activityID: details.activityId, activityType: details.activityType, result: result)
    }

    /// Whether an event is such a record, readable or not.
    static func isOne(_ event: APIHistoryEvent) -> Bool {
        guard case .markerRecordedEventAttributes(let attributes) = event.attributes else { return false }
        return attributes.markerName == markerName
    }

    /// What the marker holds.
    /// - Parameter time: that of the workflow task.
    /// - Returns: its details by their keys.
    /// - Throws: what the encoder throws, which no value of these types can cause.
    func details(time: Google_Protobuf_Timestamp) throws -> [String: APIPayloads] {
        let details = Details(
            attempt: 1,
            activityId: activityID,
            activityType: activityType,
            completeTime: Details.Time(seconds: time.seconds, nanos: time.nanos)
        )
        let encoder = JSONEncoder()
        // The same run writes the same history.
        encoder.outputFormatting = .sortedKeys
        let data = APIPayload(encoding: .jsonPlain, data: try encoder.encode(details))
        return [
            Self.dataKey: .with { $0.payloads = [data] },
            Self.resultKey: .with { $0.payloads = [result] },
        ]
    }
}
