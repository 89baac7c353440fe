import SwiftProtobuf
import Foundation
import TemporalAPI

/// What search attributes a run of a namespace may carry. The words are the real service's.
struct SearchAttributeRules: Sendable {
    let namespace: Namespace

    /// - Parameters:
    ///   - name: of the attribute.
    ///   - value: what it is to be set to.
    /// - Returns: why that cannot be; nil when it can.
    func problem(_ name: String, _ value: APIPayload) -> String? {
        if SystemAttribute.names.contains(name) { return "\(name) attribute can't be set in SearchAttributes" }
        guard let type = namespace.type(of: name) else {
            return "Namespace \(namespace.name) has no mapping defined for search attribute \(name)"
        }
        guard SearchAttributeValue.indexed(value, as: type) == nil else { return nil }
        let written = String(decoding: value.data.prefix(256), as: UTF8.self)
        return "invalid value for search attribute \(name) of type \(type.name): \(written)"
    }

    /// - Parameter fields: by name.
    /// - Returns: the first problem in order of the names; nil when there is none.
    func problem(_ fields: [String: APIPayload]) -> String? {
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            if let problem = problem(name, value) { return problem }
        }
        return nil
    }

    /// The attributes as callers get them: each says its type.
    func typed(_ fields: [String: APIPayload]) -> APISearchAttributes {
        .with { attributes in
            for (name, value) in fields {
                var value = value
                if let type = namespace.type(of: name) { value.metadata["type"] = Data(type.name.utf8) }
                attributes.indexedFields[name] = value
            }
        }
    }

    /// The attributes as they are found by. What has no type here any more is left out.
    func rows(_ fields: [String: APIPayload]) -> [AttributeRow] {
        var rows: [AttributeRow] = []
        for (name, payload) in fields.sorted(by: { $0.key < $1.key }) {
            guard let type = namespace.type(of: name) else { continue }
            let values = SearchAttributeValue.indexed(payload, as: type) ?? []
            for (position, value) in values.enumerated() {
                rows.append(AttributeRow(name: name, position: Int64(position), value: value))
            }
        }
        return rows
    }
}
