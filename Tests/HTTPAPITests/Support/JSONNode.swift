import Foundation

/// JSON to look around in; what is not there is null.
indirect enum JSONNode: Equatable, Decodable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([JSONNode])
    case object([String: JSONNode])

    init(text: String) throws {
        self = try JSONDecoder().decode(JSONNode.self, from: Data(text.utf8))
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let nodes = try? container.decode([JSONNode].self) {
            self = .list(nodes)
        } else {
            self = .object(try container.decode([String: JSONNode].self))
        }
    }

    subscript(_ name: String) -> JSONNode { members[name] ?? .null }

    var members: [String: JSONNode] {
        if case .object(let members) = self { members } else { [:] }
    }

    var elements: [JSONNode] {
        if case .list(let elements) = self { elements } else { [] }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    var whole: Int64? {
        if case .number(let number) = self { Int64(exactly: number) } else { nil }
    }
}

extension JSONNode {
    /// The text of every `$ref` in it.
    var references: [String] {
        switch self {
        case .object(let members):
            members.flatMap { name, node in
                name == "$ref" ? [node.text].compactMap { $0 } : node.references
            }
        case .list(let elements): elements.flatMap(\.references)
        default: []
        }
    }

    /// The operations of an OpenAPI document.
    var operations: [(method: String, path: String, node: JSONNode)] {
        self["paths"].members.flatMap { path, item in
            item.members.map { method, node in (method.uppercased(), path, node) }
        }
    }

    /// What a node of an OpenAPI document refers to, or the node itself.
    func resolving(_ node: JSONNode) -> JSONNode {
        guard let reference = node["$ref"].text else { return node }
        return reference.split(separator: "/").dropFirst().reduce(self) { $0[String($1)] }
    }
}
