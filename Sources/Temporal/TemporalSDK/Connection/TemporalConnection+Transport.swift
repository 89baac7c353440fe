import GRPCCore
import GRPCNIOTransportHTTP2

extension TemporalConnection {
    static func transport(of configuration: ConnectionConfiguration) throws -> HTTP2ClientTransport.Posix {
        try HTTP2ClientTransport.Posix(
            target: target(of: configuration),
            transportSecurity: security(of: configuration),
            config: .defaults { config in
                config.backoff = .init(initial: .milliseconds(100), max: .seconds(5), multiplier: 1.7, jitter: 0.2)
                config.connection.keepalive = configuration.keepalive.map {
                    // Long polls are calls in flight, so there is nothing to ping for without any.
                    .init(time: $0.interval, timeout: $0.timeout, allowWithoutCalls: false)
                }
                config.compression = .init(algorithm: .none, enabledAlgorithms: .gzip)
                if case .tls(let tls) = configuration.security { config.http2.authority = tls.serverName }
            }
        )
    }

    private static func target(of configuration: ConnectionConfiguration) -> any ResolvableTarget {
        configuration.host.contains(":")
            ? .ipv6(address: configuration.host, port: configuration.port)
            : .dns(host: configuration.host, port: configuration.port)
    }

    private static func security(
        of configuration: ConnectionConfiguration
    ) throws -> HTTP2ClientTransport.Posix.TransportSecurity {
        guard case .tls(let tls) = configuration.security else { return .plaintext }
        var security = HTTP2ClientTransport.Posix.TransportSecurity.TLS.defaults()
        if let path = tls.trustRootsPath {
            security.trustRoots = .certificates([.file(path: path, format: .pem)])
        }
        switch (tls.clientCertificatePath, tls.clientPrivateKeyPath) {
        case (let certificate?, let key?):
            security.certificateChain = [.file(path: certificate, format: .pem)]
            security.privateKey = .file(path: key, format: .pem)
        case (nil, nil): break
        default: throw ConnectionError.incompleteClientCertificate
        }
        return .tls(security)
    }
}
