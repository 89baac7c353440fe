/// Where a Temporal service is, and how it is spoken to.
package struct ConnectionConfiguration: Sendable {
    /// Who we are to the service, and who it is to us.
    package enum Security: Sendable {
        case plaintext
        case tls(TLS)
    }

    /// Files are PEM and read once, when the connection is made.
    package struct TLS: Sendable {
        /// The certificates that the service's must come from; nil for those of the system.
        package var trustRootsPath: String?
        /// Our own certificate and its key: mTLS.
        package var clientCertificatePath: String?
        package var clientPrivateKeyPath: String?
        /// The name in the service's certificate, when it is not the host of the address.
        package var serverName: String?

        package init(
            trustRootsPath: String? = nil,
            clientCertificatePath: String? = nil,
            clientPrivateKeyPath: String? = nil,
            serverName: String? = nil
        ) {
            self.trustRootsPath = trustRootsPath
            self.clientCertificatePath = clientCertificatePath
            self.clientPrivateKeyPath = clientPrivateKeyPath
            self.serverName = serverName
        }
    }

    package struct Keepalive: Sendable {
        /// The pause between pings of an idle connection.
        package var interval: Duration
        package var timeout: Duration

        package init(interval: Duration = .seconds(30), timeout: Duration = .seconds(15)) {
            self.interval = interval
            self.timeout = timeout
        }
    }

    package var host: String
    package var port: Int
    package var security: Security
    /// Sent as a bearer token with every call; needs TLS unless the host is this machine.
    package var apiKey: String?
    /// Pings that notice a dead connection; nil for none.
    package var keepalive: Keepalive?
    /// Whether requests are compressed with gzip. Compressed answers are always read.
    package var compressesRequests: Bool
    /// The largest message that is read or sent, in bytes.
    package var maximumMessageBytes: Int
    /// How many sockets are opened at most for calls, and as many again for long polls; each carries about 90 at
    /// once. One more is opened when those before are full.
    package var maximumChannels = 32

    package init(
        host: String,
        port: Int,
        security: Security = .plaintext,
        apiKey: String? = nil,
        keepalive: Keepalive? = Keepalive(),
        compressesRequests: Bool = false,
        maximumMessageBytes: Int = 128 * 1024 * 1024
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.apiKey = apiKey
        self.keepalive = keepalive
        self.compressesRequests = compressesRequests
        self.maximumMessageBytes = maximumMessageBytes
    }

    /// A configuration for an address as `host:port`, `[::1]:7233` or a host alone (port 7233).
    ///
    /// - Parameters:
    ///   - address: The address.
    ///   - security: How the connection is secured.
    /// - Throws: `ConnectionError.address` when it is none.
    package init(address: String, security: Security = .plaintext) throws {
        guard let (host, port) = Self.parse(address) else { throw ConnectionError.address(address) }
        self.init(host: host, port: port, security: security)
    }

    private static func parse(_ address: String) -> (host: String, port: Int)? {
        let defaultPort = 7233
        var host = Substring(address)
        var port: Substring?
        if host.first == "[" {
            guard let end = host.firstIndex(of: "]") else { return nil }
            let rest = host[host.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else { return nil }
            port = rest.isEmpty ? nil : rest.dropFirst()
            host = host[host.index(after: host.startIndex)..<end]
        } else if let colon = host.lastIndex(of: ":") {
            port = host[host.index(after: colon)...]
            host = host[..<colon]
            guard !host.contains(":") else { return nil }
        }
        guard !host.isEmpty, !host.contains(where: \.isWhitespace) else { return nil }
        guard let port else { return (String(host), defaultPort) }
        guard let number = Int(port), (1...65_535).contains(number) else { return nil }
        return (String(host), number)
    }

    /// Whether the host is this machine itself.
    var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}

/// Why a connection cannot be made, whatever the service does.
package enum ConnectionError: Error, Hashable, CustomStringConvertible {
    case address(String)
    /// An API key would cross the network in the clear.
    case keyWithoutTLS
    /// A certificate without its key, or the other way round.
    case incompleteClientCertificate

    package var description: String {
        switch self {
        case .address(let address): "'\(address)' is not an address of a Temporal service: host:port is expected"
        case .keyWithoutTLS: "an API key is sent over TLS only, or to this machine"
        case .incompleteClientCertificate: "a client certificate and its private key go together"
        }
    }
}
