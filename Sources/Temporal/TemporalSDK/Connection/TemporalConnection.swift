import GRPCCore
import GRPCNIOTransportHTTP2
import GRPCProtobuf
package import Logging
import ServiceLifecycle
import SwiftProtobuf
import TemporalAPI

/// A connection to a Temporal service over gRPC. One is enough for any number of clients and workers.
///
/// It must be run, as a service or by `run()`. Calls wait until it is connected, as long as their deadline allows;
/// a connection that breaks is made anew for ever.
package final class TemporalConnection: Service {
    private let calls: ChannelPool
    /// Calls that wait for something to happen, apart from those that may make it happen.
    private let longPolls: ChannelPool
    private let metadata: Metadata
    private let configuration: ConnectionConfiguration
    private let logger: Logger

    /// Throws `ConnectionError`, or what is wrong with the certificates.
    package init(configuration: ConnectionConfiguration, logger: Logger) throws {
        if configuration.apiKey != nil, case .plaintext = configuration.security, !configuration.isLoopback {
            throw ConnectionError.keyWithoutTLS
        }
        self.configuration = configuration
        self.logger = logger
        self.metadata = Self.metadata(of: configuration)
        // What is wrong with the certificates shows now, not at the first call.
        _ = try Self.transport(of: configuration)
        let open: @Sendable () throws -> ChannelPool.Channel = {
            GRPCClient(transport: try Self.transport(of: configuration))
        }
        self.calls = ChannelPool(limit: configuration.maximumChannels, open: open)
        self.longPolls = ChannelPool(limit: configuration.maximumChannels, open: open)
    }

    package func run() async throws {
        logger.info(
            "Connecting to the Temporal service",
            metadata: ["host": "\(configuration.host)", "port": "\(configuration.port)"]
        )
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.calls.run() }
                group.addTask { await self.longPolls.run() }
            }
        }
    }

    func workflowService<Request: Message, Response: Message>(
        _ method: String,
        _ request: Request,
        _ options: TemporalAPI.CallOptions
    ) async throws -> Response {
        try await unary("temporal.api.workflowservice.v1.WorkflowService", method, request, options)
    }

    func operatorService<Request: Message, Response: Message>(
        _ method: String,
        _ request: Request,
        _ options: TemporalAPI.CallOptions
    ) async throws -> Response {
        try await unary("temporal.api.operatorservice.v1.OperatorService", method, request, options)
    }

    /// Makes one attempt of a unary call.
    ///
    /// - Parameters:
    ///   - service: The full name of the gRPC service.
    ///   - method: The RPC's name.
    ///   - request: The request.
    ///   - options: Deadline and metadata of this call.
    /// - Returns: The answer.
    /// - Throws: `ServiceError`; `CancellationError` when this task was cancelled.
    private func unary<Request: Message, Response: Message>(
        _ service: String,
        _ method: String,
        _ request: Request,
        _ options: TemporalAPI.CallOptions
    ) async throws -> Response {
        var metadata = metadata
        for (key, value) in options.metadata { metadata.replaceOrAddString(value, forKey: key) }
        do {
            return try await pool(for: request).call { [metadata] channel in
                try await channel.unary(
                    request: ClientRequest(message: request, metadata: metadata),
                    descriptor: MethodDescriptor(fullyQualifiedService: service, method: method),
                    serializer: ProtobufSerializer<Request>(),
                    deserializer: ProtobufDeserializer<Response>(),
                    options: callOptions(options)
                ) { try $0.message }
            }
        } catch {
            // A cancelled call surfaces in many dresses; what counts is that somebody cancelled it.
            try Task.checkCancellation()
            throw ServiceError(of: error)
        }
    }

    private func pool(for request: some Message) -> ChannelPool {
        switch request {
        case is APIPollWorkflowTaskQueueRequest, is APIPollActivityTaskQueueRequest: longPolls
        case let request as APIGetWorkflowExecutionHistoryRequest where request.waitNewEvent: longPolls
        default: calls
        }
    }

    private func callOptions(_ options: TemporalAPI.CallOptions) -> GRPCCore.CallOptions {
        var result = GRPCCore.CallOptions.defaults
        result.waitForReady = true
        if let deadline = options.deadline { result.timeout = max(.zero, deadline - .now) }
        result.maxRequestMessageBytes = configuration.maximumMessageBytes
        result.maxResponseMessageBytes = configuration.maximumMessageBytes
        if configuration.compressesRequests { result.compression = .gzip }
        return result
    }

    private static func metadata(of configuration: ConnectionConfiguration) -> Metadata {
        var metadata: Metadata = [:]
        metadata.addString(ClientIdentity.name, forKey: ClientIdentity.nameKey)
        metadata.addString(ClientIdentity.version, forKey: ClientIdentity.versionKey)
        if let key = configuration.apiKey { metadata.addString("Bearer \(key)", forKey: "authorization") }
        return metadata
    }
}
