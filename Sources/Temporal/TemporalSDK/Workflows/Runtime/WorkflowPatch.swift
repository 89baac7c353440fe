import Foundation
import SwiftProtobuf
import TemporalAPI

/// A change of workflow code that runs started before it do not see. Written as sdk-core writes it, so that the
/// histories of all its SDKs look alike.
struct WorkflowPatch: Hashable {
    static let markerName = "core_patch"
    static let detailsKey = "patch-data"
    static let searchAttribute = "TemporalChangeVersion"
    /// The most bytes that the list of patches may have as a search attribute.
    static let maximumListBytes = 2048

    let id: String
    /// No run needs the old code any more; soon the call goes too.
    let isDeprecated: Bool

    var label: String { isDeprecated ? "deprecated patch \(id)" : "patch \(id)" }

    private struct Details: Codable {
        let id: String
        let deprecated: Bool
    }

    init(id: String, isDeprecated: Bool) {
        self.id = id
        self.isDeprecated = isDeprecated
    }

    /// The patch that an event records; nil when it records none.
    init?(_ event: APIHistoryEvent) {
        guard case .markerRecordedEventAttributes(let attributes) = event.attributes,
            attributes.markerName == Self.markerName
        else { return nil }
        if let payload = attributes.details[Self.detailsKey]?.payloads.first {
            guard let details = try? JSONDecoder().decode(Details.self, from: payload.data) else { return nil }
            self.init(id: details.id, isDeprecated: details.deprecated)
            return
        }
        // Older versions of sdk-core wrote the two values as plain bytes.
        guard let id = attributes.details["patch_id"]?.payloads.first?.data,
            let isDeprecated = attributes.details["deprecated"]?.payloads.first?.data.first
        else { return nil }
        self.init(id: String(decoding: id, as: UTF8.self), isDeprecated: isDeprecated != 0)
    }

    /// What the marker holds.
    func details() throws -> [String: APIPayloads] {
        let data = try JSONEncoder().encode(Details(id: id, deprecated: isDeprecated))
        return [Self.detailsKey: .with { $0.payloads = [APIPayload(encoding: .jsonPlain, data: data)] }]
    }

    /// The search attribute with all patches of a run; nil when there are too many for one.
    static func list(_ ids: [String]) -> SearchAttributeCollection? {
        var attributes = SearchAttributeCollection()
        attributes[.keywordList(searchAttribute)] = ids.sorted()
        let size = attributes.fields[searchAttribute]?.data.count ?? 0
        return size < maximumListBytes ? attributes : nil
    }

    /// Whether an event is the list of patches, which the runtime writes and workflow code does not know of.
    static func isList(_ event: APIHistoryEvent) -> Bool {
        guard case .upsertWorkflowSearchAttributesEventAttributes(let attributes) = event.attributes else {
            return false
        }
        return attributes.searchAttributes.indexedFields.keys.elementsEqual([searchAttribute])
    }
}
