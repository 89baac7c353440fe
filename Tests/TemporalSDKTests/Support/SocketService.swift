import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2
import GRPCProtobuf
import Synchronization
import SwiftProtobuf
import TemporalAPI

/// A gRPC server of two calls: GetSystemInfo, which notes its metadata, and QueryWorkflow, which waits or fails.
struct SocketService: Sendable {
    let metadata = Mailbox<[String: String]>()
    /// What QueryWorkflow throws; nil: it waits for ever.
    var queryError: RPCError?

    /// Serves on a free port while the body runs.
    func serve<Result>(
        port: Int = 0,
        security: HTTP2ServerTransport.Posix.TransportSecurity = .plaintext,
        _ body: (_ port: Int) async throws -> Result
    ) async throws -> Result {
        let transport = HTTP2ServerTransport.Posix(
            address: .ipv4(host: "127.0.0.1", port: port),
            transportSecurity: security,
            config: .defaults { $0.compression.enabledAlgorithms = .all }
        )
        let server = GRPCServer(transport: transport, router: router(for: transport))
        let serving = Task { try await server.serve() }
        do {
            guard let port = try await transport.listeningAddress.ipv4?.port else { throw CancellationError() }
            let result = try await body(port)
            await end(server, serving)
            return result
        } catch {
            await end(server, serving)
            throw error
        }
    }

    /// Stops accepting before the serving is cancelled: a connection that was accepted and is never served would end
    /// the process (swift-nio issue 2637), and so would a call that begins meanwhile. Clients must have heard of the
    /// end.
    private func end(_ server: GRPCServer<some ServerTransport>, _ serving: Task<Void, any Error>) async {
        server.beginGracefulShutdown()
        let cut = Task {
            try await Task.sleep(for: .seconds(3))
            serving.cancel()
        }
        _ = await serving.result
        cut.cancel()
    }

    private func router<Transport: ServerTransport>(for transport: Transport) -> RPCRouter<Transport> {
        var router = RPCRouter<Transport>()
        router.registerHandler(
            forMethod: method("GetSystemInfo"),
            deserializer: ProtobufDeserializer<APIGetSystemInfoRequest>(),
            serializer: ProtobufSerializer<APIGetSystemInfoResponse>()
        ) { [metadata] request, _ in
            metadata.put(Dictionary(request.metadata.map { ($0.key, $0.value.encoded()) }) { first, _ in first })
            return StreamingServerResponse(single: ServerResponse(message: .with { $0.serverVersion = "1.2.3" }))
        }
        router.registerHandler(
            forMethod: method("QueryWorkflow"),
            deserializer: ProtobufDeserializer<APIQueryWorkflowRequest>(),
            serializer: ProtobufSerializer<APIQueryWorkflowResponse>()
        ) { [queryError] _, _ in
            if let queryError { throw queryError }
            try await Task.sleep(for: .seconds(600))
            return StreamingServerResponse(single: ServerResponse(message: .init()))
        }
        return router
    }

    private func method(_ name: String) -> MethodDescriptor {
        MethodDescriptor(fullyQualifiedService: "temporal.api.workflowservice.v1.WorkflowService", method: name)
    }
}
