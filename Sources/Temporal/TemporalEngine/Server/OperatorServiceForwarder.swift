import GRPCCore
import TemporalAPI

/// The gRPC face of an ``OperatorServiceCalls``.
struct OperatorServiceForwarder: RegistrableRPCService {
    private typealias Method = APIOperatorService.Method

    let calls: any OperatorServiceCalls

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.forward(Method.AddSearchAttributes.descriptor) { try await calls.addSearchAttributes($0, $1) }
        router.forward(Method.RemoveSearchAttributes.descriptor) { try await calls.removeSearchAttributes($0, $1) }
        router.forward(Method.ListSearchAttributes.descriptor) { try await calls.listSearchAttributes($0, $1) }
        for name in Self.unsupported { router.refuse(name, of: APIOperatorService.descriptor) }
    }

    private static let unsupported = [
        "DeleteNamespace", "AddOrUpdateRemoteCluster", "RemoveRemoteCluster", "ListClusters", "GetNexusEndpoint",
        "CreateNexusEndpoint", "UpdateNexusEndpoint", "DeleteNexusEndpoint", "ListNexusEndpoints",
    ]
}
