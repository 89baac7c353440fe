import Synchronization

/// A namespace with its own search attributes.
struct Namespace: Sendable {
    var row: NamespaceRow
    var attributes: [String: SearchAttributeType]

    var id: String { row.id }
    var name: String { row.name }
    var retention: Duration { .nanoseconds(row.retention) }

    /// The type of an attribute that runs may carry; nil for the system's own and for unknown ones.
    func type(of attribute: String) -> SearchAttributeType? {
        attributes[attribute] ?? SystemAttribute.predefined[attribute]
    }
}

/// The namespaces, in memory; the database holds them.
final class NamespaceRegistry: Sendable {
    private struct State {
        var byID: [String: Namespace] = [:]
        var ids: [String: String] = [:]
    }

    private let state = Mutex(State())

    func named(_ name: String) -> Namespace? {
        state.withLock { state in state.ids[name].flatMap { state.byID[$0] } }
    }

    func withID(_ id: String) -> Namespace? {
        state.withLock { $0.byID[id] }
    }

    /// All of them by name.
    var all: [Namespace] {
        state.withLock { $0.byID.values.sorted { $0.name < $1.name } }
    }

    var count: Int { state.withLock { $0.byID.count } }

    /// Reads all namespaces.
    /// - Throws: `SQLError`, ``EngineStoreError``.
    func load(from store: EngineStore) async throws {
        let rows = try await store.namespaces()
        let attributes = Dictionary(grouping: try await store.searchAttributes(), by: \.namespaceID)
        for row in rows {
            let own = attributes[row.id, default: []].map { ($0.name, $0.type) }
            set(Namespace(row: row, attributes: Dictionary(own) { $1 }))
        }
    }

    func set(_ namespace: Namespace) {
        state.withLock { state in
            state.byID[namespace.id] = namespace
            state.ids[namespace.name] = namespace.id
        }
    }

    /// Changes the search attributes of a namespace.
    func change(_ id: String, _ body: (inout [String: SearchAttributeType]) -> Void) {
        state.withLock { state in
            guard var namespace = state.byID[id] else { return }
            body(&namespace.attributes)
            state.byID[id] = namespace
        }
    }
}
