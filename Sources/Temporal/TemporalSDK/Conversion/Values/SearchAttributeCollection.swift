package import Foundation
import SwiftProtobuf
package import TemporalAPI

/// Search attributes of a workflow by key: what to set, and with `nil` what to remove.
package struct SearchAttributeCollection: Sendable, Hashable {
    /// The payloads as they are on the wire, by name.
    package private(set) var fields: [String: APIPayload] = [:]

    package init() {}

    package init(_ build: (inout SearchAttributeCollection) throws -> Void) rethrows {
        try build(&self)
    }

    /// The attributes of a message of the service.
    package init(_ attributes: APISearchAttributes) {
        fields = attributes.indexedFields
    }

    package var isEmpty: Bool { fields.isEmpty }

    /// The attributes as a message of the service.
    package var message: APISearchAttributes {
        .with { $0.indexedFields = fields }
    }

    package subscript(key: SearchAttributeKey<Bool>) -> Bool? {
        get { value(of: key) }
        set { set(newValue, for: key) }
    }

    package subscript(key: SearchAttributeKey<String>) -> String? {
        get { value(of: key) }
        set { set(newValue, for: key) }
    }

    package subscript(key: SearchAttributeKey<Int>) -> Int? {
        get { value(of: key) }
        set { set(newValue, for: key) }
    }

    package subscript(key: SearchAttributeKey<Double>) -> Double? {
        get { value(of: key) }
        set { set(newValue, for: key) }
    }

    package subscript(key: SearchAttributeKey<Date>) -> Date? {
        get { value(of: key) }
        set { set(newValue, for: key) }
    }

    package subscript(key: SearchAttributeKey<[String]>) -> [String]? {
        get { value(of: key) }
        set { set(newValue, for: key) }
    }

    /// Sets what the other one sets; what it removes is gone.
    package mutating func upsert(_ other: SearchAttributeCollection) {
        for (name, payload) in other.fields {
            fields[name] = payload.hasEncoding(.binaryNull) ? nil : payload
        }
    }

    private func value<Value>(of key: SearchAttributeKey<Value>) -> Value? {
        guard let payload = fields[key.name], !payload.hasEncoding(.binaryNull) else { return nil }
        return try? Self.converter.convertPayload(payload, as: Value.self)
    }

    private mutating func set<Value>(_ value: Value?, for key: SearchAttributeKey<Value>) {
        guard let value else {
            // The service takes a null without a type as the wish to remove the attribute.
            fields[key.name] = APIPayload(encoding: .binaryNull, data: Data())
            return
        }
        guard var payload = try? Self.converter.convertValue(value) else { return }
        payload.metadata["type"] = Data(key.typeName.utf8)
        fields[key.name] = payload
    }

    /// Search attributes are JSON whatever converter the values of workflows use: the service reads them.
    private static let converter = DefaultPayloadConverter()
}

extension SearchAttributeKey {
    /// The type's name in the metadata of a payload.
    fileprivate var typeName: String {
        switch type {
        case .text: "Text"
        case .keyword: "Keyword"
        case .int: "Int"
        case .double: "Double"
        case .bool: "Bool"
        case .datetime: "Datetime"
        case .keywordList: "KeywordList"
        default: ""
        }
    }
}
