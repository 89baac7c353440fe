import SwiftProtobuf
import Foundation
package import TemporalAPI

extension Frontend {
    package func registerNamespace(
        _ request: APIRegisterNamespaceRequest,
        _ options: CallOptions
    ) async throws -> APIRegisterNamespaceResponse {
        try await answering {
            guard !request.namespace.isEmpty else { throw ServiceError.invalid("Namespace is not set on request.") }
            guard request.namespace.utf8.count <= limits.idBytes else {
                throw ServiceError.invalid("Namespace length exceeds limit.")
            }
            guard !request.isGlobalNamespace else {
                throw ServiceError.invalid("Cannot register global namespace when not enabled")
            }
            let retention = Duration(request.workflowExecutionRetentionPeriod)
            guard retention >= limits.shortestRetention else {
                throw ServiceError.invalid("A valid retention period is not set on request.")
            }
            guard host.namespaces.count < limits.namespaces else {
                throw ServiceError.exhausted(.concurrentLimit, .system, "too many namespaces")
            }
            let row = NamespaceRow(
                id: host.ids.make(),
                name: request.namespace,
                state: APINamespaceState.registered.rawValue,
                description: request.description_p,
                ownerEmail: request.ownerEmail,
                data: try APINamespaceInfo.with { $0.data = request.data }.serializedBytes(),
                retention: retention.wholeNanoseconds,
                createdAt: host.clock.now().nanoseconds
            )
            guard try await host.storing({ try await host.store.add(row) }) else {
                throw ServiceError.namespaceExists
            }
            host.namespaces.set(Namespace(row: row, attributes: [:]))
            return APIRegisterNamespaceResponse()
        }
    }

    package func describeNamespace(
        _ request: APIDescribeNamespaceRequest,
        _ options: CallOptions
    ) async throws -> APIDescribeNamespaceResponse {
        try await answering {
            guard request.id.isEmpty || request.namespace.isEmpty else {
                throw ServiceError.invalid("GetNamespace operation failed. Both ID and Name specified in request.")
            }
            guard !request.id.isEmpty else { return description(of: try namespace(request.namespace)) }
            guard let namespace = host.namespaces.withID(request.id) else {
                throw ServiceError.namespaceNotFound(request.id)
            }
            return description(of: namespace)
        }
    }

    package func listNamespaces(
        _ request: APIListNamespacesRequest,
        _ options: CallOptions
    ) async throws -> APIListNamespacesResponse {
        try await answering {
            let last = String(decoding: request.nextPageToken, as: UTF8.self)
            let limit = request.pageSize <= 0 ? 100 : min(Int(request.pageSize), 1_000)
            let rest = host.namespaces.all.filter { $0.name > last }
            return .with {
                $0.namespaces = rest.prefix(limit).map(description)
                if rest.count > limit { $0.nextPageToken = Data(rest[limit - 1].name.utf8) }
            }
        }
    }

    package func updateNamespace(
        _ request: APIUpdateNamespaceRequest,
        _ options: CallOptions
    ) async throws -> APIUpdateNamespaceResponse {
        try await answering {
            var namespace = try namespace(request.namespace)
            if request.hasUpdateInfo {
                let update = request.updateInfo
                if !update.description_p.isEmpty { namespace.row.description = update.description_p }
                if !update.ownerEmail.isEmpty { namespace.row.ownerEmail = update.ownerEmail }
                if !update.data.isEmpty {
                    var info = try APINamespaceInfo(serializedBytes: namespace.row.data)
                    info.data.merge(update.data) { $1 }
                    namespace.row.data = try info.serializedBytes()
                }
            }
            if request.config.hasWorkflowExecutionRetentionTtl {
                let retention = Duration(request.config.workflowExecutionRetentionTtl)
                guard retention >= limits.shortestRetention else {
                    throw ServiceError.invalid("A valid retention period is not set on request.")
                }
                namespace.row.retention = retention.wholeNanoseconds
            }
            let row = namespace.row
            try await host.storing { try await host.store.update(row) }
            host.namespaces.set(namespace)
            let description = description(of: namespace)
            return .with {
                $0.namespaceInfo = description.namespaceInfo
                $0.config = description.config
                $0.replicationConfig = description.replicationConfig
            }
        }
    }

    private func description(of namespace: Namespace) -> APIDescribeNamespaceResponse {
        let row = namespace.row
        return .with {
            $0.namespaceInfo = .with {
                $0.name = row.name
                $0.state = APINamespaceState(rawValue: row.state) ?? .registered
                $0.description_p = row.description
                $0.ownerEmail = row.ownerEmail
                $0.data = (try? APINamespaceInfo(serializedBytes: row.data))?.data ?? [:]
                $0.id = row.id
                $0.capabilities = .with {
                    // A worker that says that it stops gets its polls answered, and need not break them off.
                    $0.workerPollCompleteOnShutdown = true
                    $0.eagerWorkflowStart = true
                }
                $0.limits = .with {
                    $0.blobSizeLimitError = Int64(limits.blobBytes)
                    $0.memoSizeLimitError = Int64(host.runLimits.memoBytes)
                }
            }
            $0.config = .with {
                $0.workflowExecutionRetentionTtl = namespace.retention.protobuf
                $0.historyArchivalState = .disabled
                $0.visibilityArchivalState = .disabled
            }
            $0.replicationConfig = .with {
                $0.activeClusterName = Frontend.clusterName
                $0.clusters = [.with { $0.clusterName = Frontend.clusterName }]
            }
        }
    }
}
