import OMSKernel

/// The members of an object that a client sent. What has the wrong type is noted under the name that the client
/// wrote, `items[0].quantity`; null is the same as absent; members that nobody asks for are ignored.
struct JSONFields {
    private let members: [JSONMember]
    private let path: String

    /// The members of a request's body.
    /// - Throws: ``ValidationError`` when the body is no object.
    init(body: JSONNode) throws(ValidationError) {
        guard case .object(let members) = body else {
            throw ValidationError("body", "must be an object, not \(body.kind)")
        }
        self.members = members
        self.path = ""
    }

    private init(members: [JSONMember], path: String) {
        self.members = members
        self.path = path
    }

    /// Whether the client wrote the member, if only as null.
    func holds(_ name: String) -> Bool {
        members.contains { $0.name == name }
    }

    func text(_ name: String, _ problems: inout ValidationError) -> String? {
        guard let node = node(name) else { return nil }
        guard case .string(let text) = node else {
            note(name, "must be a text, not \(node.kind)", &problems)
            return nil
        }
        return text
    }

    func integer(_ name: String, _ problems: inout ValidationError) -> Int64? {
        guard let node = node(name) else { return nil }
        switch node {
        case .number(.whole(let number)): return number
        case .number(.fraction): note(name, "must be a whole number", &problems)
        default: note(name, "must be a whole number, not \(node.kind)", &problems)
        }
        return nil
    }

    func flag(_ name: String, _ problems: inout ValidationError) -> Bool? {
        guard let node = node(name) else { return nil }
        guard case .bool(let flag) = node else {
            note(name, "must be true or false, not \(node.kind)", &problems)
            return nil
        }
        return flag
    }

    func object(_ name: String, _ problems: inout ValidationError) -> JSONFields? {
        guard let node = node(name) else { return nil }
        guard case .object(let members) = node else {
            note(name, "must be an object, not \(node.kind)", &problems)
            return nil
        }
        return JSONFields(members: members, path: field(name))
    }

    /// The objects of a list; one that is no object is noted as `items[3]`.
    func objects(_ name: String, _ problems: inout ValidationError) -> [JSONFields]? {
        guard let elements = list(name, &problems) else { return nil }
        var objects: [JSONFields] = []
        objects.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            let place = "\(field(name))[\(index)]"
            if case .object(let members) = element {
                objects.append(JSONFields(members: members, path: place))
            } else {
                problems.add(place, "must be an object, not \(element.kind)")
            }
        }
        return objects
    }

    /// The texts of a list; one that is no text is noted as `scopes[3]`.
    func texts(_ name: String, _ problems: inout ValidationError) -> [String]? {
        guard let elements = list(name, &problems) else { return nil }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            if case .string(let text) = element {
                texts.append(text)
            } else {
                problems.add("\(field(name))[\(index)]", "must be a text, not \(element.kind)")
            }
        }
        return texts
    }

    private func list(_ name: String, _ problems: inout ValidationError) -> [JSONNode]? {
        guard let node = node(name) else { return nil }
        guard case .array(let elements) = node else {
            note(name, "must be a list, not \(node.kind)", &problems)
            return nil
        }
        return elements
    }

    /// The member's value; nil when it is absent or null.
    private func node(_ name: String) -> JSONNode? {
        guard let node = members.first(where: { $0.name == name })?.value, !node.isNull else { return nil }
        return node
    }

    private func note(_ name: String, _ problem: String, _ problems: inout ValidationError) {
        problems.add(field(name), problem)
    }

    private func field(_ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }
}
