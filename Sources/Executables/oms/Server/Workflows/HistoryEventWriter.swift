import Foundation
import HTTPAPI
import OMSKernel
import SwiftProtobuf
import TemporalAPI
import TemporalSDK

/// Writes events of a history as JSON: as protobuf does, but payloads as readable values, or without what they hold.
struct HistoryEventWriter: Sendable {
    /// The largest payload that is shown.
    static let maximumShownPayload = 65_536

    let showsPayloads: Bool

    /// - Throws: what SwiftProtobuf throws for a message that has no JSON.
    func event(_ event: APIHistoryEvent) throws -> WorkflowEvent {
        let json = try JSONSerialization.jsonObject(with: event.jsonUTF8Data() as Data)
        let members = json as? [String: Any] ?? [:]
        let suffix = "EventAttributes"
        let name = members.keys.first { $0.hasSuffix(suffix) }
        var writer = JSONWriter(capacity: 1_024)
        var attributes = name.flatMap { members[$0] as? [String: Any] } ?? [:]
        if let marker = LocalActivityMarker(event) {
            // As with any activity, its name is no secret.
            attributes["activityId"] = marker.activityID
            attributes["activityType"] = ["name": marker.activityType]
        }
        write(attributes, to: &writer)
        return WorkflowEvent(
            id: event.eventID,
            time: Timestamp(event.eventTime.date),
            type: name.map { $0.prefix(1).uppercased() + $0.dropFirst().dropLast(suffix.count) }
                ?? members["eventType"] as? String ?? "",
            attributes: writer.text
        )
    }

    private func write(_ value: Any, to writer: inout JSONWriter) {
        switch value {
        case let members as [String: Any] where Self.isPayload(members): writePayload(members, to: &writer)
        case let members as [String: Any]:
            writer.object { writer in
                for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                    writer.key(name)
                    write(member, to: &writer)
                }
            }
        case let elements as [Any]: writer.array(elements) { writer, element in write(element, to: &writer) }
        case let text as String: writer.value(text)
        default: writer.raw(Self.scalar(value))
        }
    }

    /// Whether these are the members of a `temporal.api.common.v1.Payload`. What might be one is taken for one: it is
    /// rather hidden than shown.
    private static func isPayload(_ members: [String: Any]) -> Bool {
        guard !members.isEmpty, members.keys.allSatisfy({ ["metadata", "data", "externalPayloads"].contains($0) }),
            members["data"].map({ $0 is String }) ?? true
        else { return false }
        guard let metadata = members["metadata"] else { return members["data"] != nil }
        return (metadata as? [String: Any])?.values.allSatisfy { $0 is String } ?? false
    }

    private func writePayload(_ members: [String: Any], to writer: inout JSONWriter) {
        let metadata = members["metadata"] as? [String: Any]
        let encoding = (metadata?["encoding"] as? String).flatMap { Data(base64Encoded: $0) }
        writer.object { writer in
            writer.member("encoding", encoding.map { String(decoding: $0, as: UTF8.self) })
            guard showsPayloads else { return }
            let text = members["data"] as? String ?? ""
            let data = Data(base64Encoded: text) ?? Data()
            if data.count > Self.maximumShownPayload {
                writer.member("bytes", data.count)
            } else if let json = String(validating: data, as: UTF8.self), Self.isJSON(data) {
                writer.member("value", raw: json)
            } else {
                writer.member("base64", text)
            }
        }
    }

    private static func isJSON(_ data: Data) -> Bool {
        (try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)) != nil
    }

    /// A number, a flag or null.
    private static func scalar(_ value: Any) -> String {
        let data = try? JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
