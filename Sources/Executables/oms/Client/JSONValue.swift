/// Any JSON, to be looked into by name.
package enum JSONValue: Decodable, Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// A member of an object; null for anything else.
    package subscript(name: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members[name] ?? .null
    }

    /// The entries of an array; none for anything else.
    package var entries: [JSONValue] {
        guard case .array(let entries) = self else { return [] }
        return entries
    }

    /// A simple value as people read it; nil for null, arrays and objects.
    package var shown: String? {
        switch self {
        case .null, .array, .object: nil
        case .bool(let value): value ? "yes" : "no"
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .text(let value): value
        }
    }

    /// `19.99 USD`, of an amount with its currency; nil for anything else.
    package var money: String? {
        guard let amount = self["amount"].shown, let currency = self["currency"].shown else { return nil }
        return "\(amount) \(currency)"
    }

    package var integer: Int64? {
        guard case .integer(let value) = self else { return nil }
        return value
    }
}

extension JSONValue {
    /// The value as one line of JSON, members sorted by name.
    package var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .text(let value): JSONText.quoted(value)
        case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { JSONText.quoted($0.key) + ":" + $0.value.text }
                .joined(separator: ",") + "}"
        }
    }
}
