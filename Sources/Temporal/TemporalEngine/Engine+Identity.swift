import SwiftProtobuf
import Synchronization
import TemporalAPI

// Who an engine is, and whether it may serve: for a process that must know that it is the right one.
extension Engine {
    /// The id of a namespace, made once with the database's first start and in no other database; of the default one
    /// when there is none of that name.
    /// - Parameter namespace: its name.
    /// - Returns: nil before ``start()``.
    package func identity(of namespace: String) -> String? {
        (host.namespaces.named(namespace) ?? host.namespaces.named(configuration.defaultNamespace))?.id
    }

    /// What was remembered beside the engine's own data.
    package var memory: [String: String] {
        guard let row = host.namespaces.named(configuration.defaultNamespace)?.row else { return [:] }
        return (try? APINamespaceInfo(serializedBytes: row.data))?.data ?? [:]
    }

    /// Remembers something in the engine's database, beside its own data, durably.
    /// - Parameter values: what changes; other values stay.
    /// - Throws: `ServiceError` when it cannot be stored.
    package func remember(_ values: [String: String]) async throws {
        guard var namespace = host.namespaces.named(configuration.defaultNamespace) else { return }
        var info = (try? APINamespaceInfo(serializedBytes: namespace.row.data)) ?? APINamespaceInfo()
        info.data.merge(values) { $1 }
        namespace.row.data = try info.serializedBytes()
        let row = namespace.row
        try await host.storing { try await host.store.update(row) }
        host.namespaces.set(namespace)
    }

    /// From now on no call is answered (they fail as unavailable), and once ``run()`` begins nothing happens by itself
    /// until ``serve()``. To be called before anybody works with the engine.
    package func hold() {
        host.isServing.store(false, ordering: .relaxed)
    }

    /// Ends ``hold()``.
    package func serve() {
        host.isServing.store(true, ordering: .relaxed)
        host.served.set()
    }
}
