package import Hummingbird
package import HummingbirdCore
package import Logging
package import NIOCore
import OMSKernel

/// How the API is served: all that is particular to HTTP over TCP.
package struct APIServerConfiguration: Sendable {
    package var host = "127.0.0.1"
    /// 0 takes a free one.
    package var port = 8080
    /// Connections that the system keeps waiting for the server.
    package var backlog = 1_024
    /// Connections at once; further ones wait in the backlog.
    package var maximumConnections = 10_000
    /// How long a connection may be silent, between requests or within one.
    package var idleTimeout: Duration = .seconds(60)
    /// The longest header field, and the longest sum of all of a request, in bytes; more is answered 431.
    package var headerBytes = 32_768
    package var headerCount = 100

    package init() {}

    /// Builds the server.
    /// - Parameters:
    ///   - api: what answers.
    ///   - logger: for the server's own lines.
    ///   - wrap: puts TLS around the plain server.
    ///   - onServerRunning: told of the listening socket once it is bound.
    /// - Returns: the server as a service.
    /// - Throws: what `wrap` throws.
    package func application(
        for api: API,
        logger: Logger,
        wrap: (HTTPServerBuilder) throws -> HTTPServerBuilder = { $0 },
        onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) throws -> Application<APIResponder> {
        try application(answering: api.responder, logger: logger, wrap: wrap, onServerRunning: onServerRunning)
    }

    /// The same server around anything else that answers.
    /// - Parameters:
    ///   - responder: what answers.
    ///   - logger: for the server's own lines.
    ///   - wrap: puts TLS around the plain server.
    ///   - onServerRunning: told of the listening socket once it is bound.
    /// - Returns: the server as a service.
    /// - Throws: what `wrap` throws.
    package func application<Responder: HTTPResponder>(
        answering responder: Responder,
        logger: Logger,
        wrap: (HTTPServerBuilder) throws -> HTTPServerBuilder = { $0 },
        onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) throws -> Application<Responder> {
        var application = ApplicationConfiguration(address: .hostname(host, port: port))
        application.backlog = backlog
        application.availableConnectionsDelegate = .maximum(maximumConnections, logger: logger)
        return Application(
            responder: responder,
            server: try wrap(.http1(configuration: channel)),
            configuration: application,
            onServerRunning: onServerRunning,
            logger: logger
        )
    }

    private var channel: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [ProtocolErrorHandler()],
            idleTimeout: .nanoseconds(idleTimeout.wholeMilliseconds * 1_000_000),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: headerBytes,
                maxHeaderListSize: headerBytes,
                maxHeaderFieldCount: headerCount
            )
        )
    }
}
