import SwiftProtobuf
import SQLPort
package import TemporalAPI

extension Frontend {
    static let clusterName = "active"
    /// The version of the real service whose behaviour this one follows: SDKs read it.
    static let serverVersion = "1.30.0"

    package func getSystemInfo(
        _ request: APIGetSystemInfoRequest,
        _ options: CallOptions
    ) async throws -> APIGetSystemInfoResponse {
        try await answering {
            .with {
                $0.serverVersion = Self.serverVersion
                $0.capabilities = Self.capabilities
            }
        }
    }

    /// What SDKs may count on. Nothing stands here that this engine does not do.
    private static let capabilities = APIGetSystemInfoResponse.Capabilities.with {
        $0.signalAndQueryHeader = true
        $0.internalErrorDifferentiation = true
        $0.activityFailureIncludeHeartbeat = true
        $0.encodedFailureAttributes = true
        $0.upsertMemo = true
        $0.sdkMetadata = true
        $0.countGroupByExecutionStatus = true
        $0.eagerWorkflowStart = true
    }

    package func getClusterInfo(
        _ request: APIGetClusterInfoRequest,
        _ options: CallOptions
    ) async throws -> APIGetClusterInfoResponse {
        try await answering {
            .with {
                $0.serverVersion = Self.serverVersion
                $0.clusterID = Self.clusterName
                $0.clusterName = Self.clusterName
                $0.historyShardCount = 1
                $0.persistenceStore = host.store.database.dialect.rawValue
                $0.visibilityStore = host.store.database.dialect.rawValue
            }
        }
    }

    package func getSearchAttributes(
        _ request: APIGetSearchAttributesRequest,
        _ options: CallOptions
    ) async throws -> APIGetSearchAttributesResponse {
        try await answering {
            var keys = Self.systemAttributes
            for namespace in host.namespaces.all {
                for (name, type) in namespace.attributes { keys[name] = APIIndexedValueType(type) }
            }
            return .with { $0.keys = keys }
        }
    }

    package func shutdownWorker(
        _ request: APIShutdownWorkerRequest,
        _ options: CallOptions
    ) async throws -> APIShutdownWorkerResponse {
        try await answering {
            let namespace = try namespace(request.namespace)
            if !request.workerInstanceKey.isEmpty {
                matching.endPolls(of: request.workerInstanceKey, namespaceID: namespace.id)
            }
            if !request.stickyTaskQueue.isEmpty {
                let queue = QueueName(namespaceID: namespace.id, name: request.stickyTaskQueue, kind: .workflow)
                // A query that waited there times out on this queue and goes to the normal one.
                matching.close(sticky: queue) { _ in }
            }
            return APIShutdownWorkerResponse()
        }
    }

    static let systemAttributes: [String: APIIndexedValueType] = SystemAttribute.all.mapValues {
        APIIndexedValueType($0.type)
    }
}

extension APIIndexedValueType {
    init(_ type: SearchAttributeType) {
        self = APIIndexedValueType(rawValue: type.rawValue) ?? .unspecified
    }
}
