/// Names one task queue of one namespace.
package struct QueueName: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case workflow
        case activity
    }

    package let namespaceID: String
    package let name: String
    package let kind: Kind

    package init(namespaceID: String, name: String, kind: Kind) {
        self.namespaceID = namespaceID
        self.name = name
        self.kind = kind
    }
}
