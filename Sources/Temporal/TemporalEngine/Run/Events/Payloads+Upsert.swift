import Foundation
import TemporalAPI

extension [String: APIPayload] {
    /// Writes the given fields over these; a payload that stands for nothing removes its field.
    mutating func upsert(_ fields: [String: APIPayload]) {
        for (name, payload) in fields {
            self[name] = payload.isNothing ? nil : payload
        }
    }

    /// Without the fields that stand for nothing.
    var withoutNothings: [String: APIPayload] { filter { !$0.value.isNothing } }

    /// Bytes of names and data, as the service counts them.
    var byteCount: Int { reduce(0) { $0 + $1.key.utf8.count + $1.value.data.count } }
}

extension APIPayload {
    private static let nothings: [Data] = [Data(), Data("null".utf8), Data("[]".utf8)]

    /// Whether the data is absent, JSON's `null` or its empty list.
    fileprivate var isNothing: Bool { Self.nothings.contains(data) }
}
