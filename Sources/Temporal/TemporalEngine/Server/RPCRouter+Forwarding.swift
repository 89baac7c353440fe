import GRPCCore
import GRPCProtobuf
import SwiftProtobuf
import TemporalAPI

extension RPCRouter {
    /// Hands an RPC with one request and one answer on to a function.
    mutating func forward<Request: Message, Response: Message>(
        _ method: MethodDescriptor,
        to call: @Sendable @escaping (Request, TemporalAPI.CallOptions) async throws -> Response
    ) {
        registerHandler(
            forMethod: method,
            deserializer: ProtobufDeserializer<Request>(),
            serializer: ProtobufSerializer<Response>()
        ) { stream, _ in
            let request = try await ServerRequest(stream: stream)
            let options = TemporalAPI.CallOptions(request.metadata)
            let message = try await Self.cancellable { try await call(request.message, options) }
            return StreamingServerResponse(single: ServerResponse(message: message))
        }
    }

    /// Refuses an RPC by its name.
    mutating func refuse(_ name: String, of service: ServiceDescriptor) {
        registerHandler(
            forMethod: MethodDescriptor(service: service, method: name),
            deserializer: IgnoredBytes(),
            serializer: ProtobufSerializer<Google_Protobuf_Empty>()
        ) { _, _ in
            throw RPCError(code: .unimplemented, message: "\(name) is not supported by this engine")
        }
    }

    /// Runs a call in a task that ends when the caller goes away: gRPC does not cancel the handler's own.
    private static func cancellable<Response: Sendable>(
        _ call: @Sendable @escaping () async throws -> Response
    ) async throws -> Response {
        let work = Task { try await call() }
        do {
            return try await withTaskCancellationHandler {
                try await withRPCCancellationHandler {
                    try await work.value
                } onCancelRPC: {
                    work.cancel()
                }
            } onCancel: {
                work.cancel()
            }
        } catch let error as ServiceError {
            throw GoogleRPCStatus(
                code: error.code,
                message: error.message,
                details: error.detail.map { [.any($0)] } ?? []
            )
        } catch is CancellationError {
            throw RPCError(code: .cancelled, message: "the call was cancelled")
        }
    }
}

/// A request that nobody reads.
private struct IgnoredBytes: MessageDeserializer {
    func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> Google_Protobuf_Empty {
        Google_Protobuf_Empty()
    }
}

extension TemporalAPI.CallOptions {
    /// What goes with a call over the network.
    /// - Parameter metadata: as the caller sent it.
    init(_ metadata: Metadata) {
        var values: [String: String] = [:]
        for (key, value) in metadata {
            if case .string(let text) = value { values[key] = text }
        }
        let timeout = values["grpc-timeout"].flatMap(Self.timeout)
        self.init(deadline: timeout.map { ContinuousClock.now + $0 }, metadata: values)
    }

    /// A gRPC timeout: up to eight digits and a unit.
    private static func timeout(_ text: String) -> Duration? {
        guard let unit = text.last, let number = Int64(text.dropLast()), number >= 0 else { return nil }
        switch unit {
        case "H": return .seconds(number * 3_600)
        case "M": return .seconds(number * 60)
        case "S": return .seconds(number)
        case "m": return .milliseconds(number)
        case "u": return .microseconds(number)
        case "n": return .nanoseconds(number)
        default: return nil
        }
    }
}
