import GRPCCore
import GRPCNIOTransportHTTP2
import Logging
import ServiceLifecycle
import TemporalAPI

/// Opens an engine on a loopback port, so that Temporal's own tools and SDKs can talk to it. Plaintext, and therefore
/// on no other interface.
package struct EngineServer: Service {
    /// Where a server may listen.
    package struct Address: Sendable, Equatable, CustomStringConvertible {
        package let host: String
        package let port: Int

        /// - Parameters:
        ///   - host: `127.0.0.1` or `::1`; any other address gives nil.
        ///   - port: 0 takes a free one.
        package init?(host: String, port: Int) {
            guard host == "127.0.0.1" || host == "::1", (0...65_535).contains(port) else { return nil }
            self.host = host
            self.port = port
        }

        /// - Parameter text: `127.0.0.1:7233`, `[::1]:7233` or `localhost:7233`; any other address gives nil.
        package init?(text: String) {
            guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else {
                return nil
            }
            switch text[..<colon] {
            case "127.0.0.1", "localhost": self.init(host: "127.0.0.1", port: port)
            case "[::1]": self.init(host: "::1", port: port)
            default: return nil
            }
        }

        package var description: String { host == "::1" ? "[::1]:\(port)" : "\(host):\(port)" }

        fileprivate var socket: SocketAddress {
            host == "::1" ? .ipv6(host: host, port: port) : .ipv4(host: host, port: port)
        }
    }

    /// How long calls in flight have when the server is cancelled. Clients must have heard of it by then: a call that
    /// begins on a connection that is cut off ends the process (swift-nio issue 2637).
    private static let patience = Duration.seconds(3)

    private let engine: Engine
    private let address: Address
    private let onListening: @Sendable (_ port: Int) -> Void

    /// - Parameters:
    ///   - engine: what answers.
    ///   - address: where to listen.
    ///   - onListening: called with the port once it is open.
    package init(engine: Engine, address: Address, onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }) {
        self.engine = engine
        self.address = address
        self.onListening = onListening
    }

    /// Serves until it is told to stop; polls that wait are answered then.
    /// - Throws: when the port cannot be opened.
    package func run() async throws {
        let transport = HTTP2ServerTransport.Posix(
            address: address.socket,
            transportSecurity: .plaintext,
            config: .defaults { config in
                // The official SDKs compress, and ping long polls that are quiet.
                config.compression.enabledAlgorithms = .all
                config.connection.keepalive.clientBehavior.minPingIntervalWithoutCalls = .seconds(5)
                config.connection.keepalive.clientBehavior.allowWithoutCalls = true
                // Long polls, of workers and of clients that wait for results, each hold a stream. Unless a number is
                // named, clients take it that there is none, while the server breaks connections beyond 100.
                config.http2.maxConcurrentStreams = engine.configuration.limits.streamsPerConnection
                config.rpc.maxRequestPayloadSize = engine.configuration.limits.requestBytes
            }
        )
        let stopping = Stopping()
        let server = GRPCServer(
            transport: transport,
            services: [
                WorkflowServiceForwarder(calls: engine.remoteService),
                OperatorServiceForwarder(calls: engine.remoteService),
                HealthService(stopping: stopping),
            ]
        )
        // No child of this task: a cancellation of the serving itself drops connections that were accepted and are not
        // served yet, which NIO takes for a mistake and ends the process (swift-nio issue 2637).
        let serving = Task { try await server.serve() }
        let stop = { @Sendable in
            stopping.stop()
            engine.endPolls()
            server.beginGracefulShutdown()
        }
        let telling = Task { [engine, address, onListening] in
            // When the port cannot be opened, serving says why.
            guard let listening = try? await transport.listeningAddress,
                let port = listening.ipv4?.port ?? listening.ipv6?.port
            else { return }
            engine.logger.notice("Temporal's API is open", metadata: ["address": "\(address.host):\(port)"])
            onListening(port)
        }
        defer { telling.cancel() }
        try await withGracefulShutdownHandler {
            try await withTaskCancellationHandler {
                try await serving.value
            } onCancel: {
                stop()
                // Calls that do not end by themselves are cut off.
                Task {
                    try? await Task.sleep(for: Self.patience)
                    serving.cancel()
                }
            }
        } onGracefulShutdown: {
            stop()
        }
    }
}
