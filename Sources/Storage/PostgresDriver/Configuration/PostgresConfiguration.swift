/// Where PostgreSQL is, and the limits of the driver. Printing it shows no secret.
package struct PostgresConfiguration: Sendable {
    /// The text is no connection string that libpq understands. It says no more, since the text may hold a password.
    package struct InvalidURL: Error, Equatable, CustomStringConvertible {
        package var description: String { "The PostgreSQL address is not one that libpq understands" }
    }

    /// How what is sent to the server is protected on its way.
    package enum Protection: Sendable, Equatable {
        /// It does not leave the machine: a unix socket or a loopback address.
        case local
        /// TLS, and the server's certificate is checked (`sslmode=verify-ca` or `verify-full`).
        case verified
        /// TLS with whoever answers (`sslmode=require`).
        case encrypted
        /// It may cross a network in the clear.
        case none
    }

    let connectionString: ConnectionString

    /// Connections, each with a thread of its own; at least 1.
    package var poolSize = 8
    /// Calls that may wait for a connection; one more is refused as overloaded. At least 1.
    package var maximumWaiting = 1_024
    /// How often a body is run at most when transactions conflict or a connection is lost; at least 1.
    package var maximumAttempts = 8
    /// Prepared statements a connection keeps; the one unused for longest goes first. At least 1.
    package var maximumStatements = 256
    /// For one attempt to connect, in whole seconds and at least 2, unless the URL says `connect_timeout`.
    package var connectTimeout: Duration = .seconds(5)
    /// How long a statement may run. Scripts have no such limit.
    package var statementTimeout: Duration = .seconds(30)
    /// How much later than that the server's own refusal may come; then the connection counts as lost.
    package var answerGrace: Duration = .seconds(10)
    /// How long a statement may wait for a lock.
    package var lockTimeout: Duration = .seconds(5)
    /// How long a transaction may stay idle before the server ends it, so that a stopped process holds no locks.
    package var idleTransactionTimeout: Duration = .seconds(60)
    /// The pause before a lost connection is opened again: the first one, doubled up to the second one.
    package var reconnectDelay: ClosedRange<Duration> = .milliseconds(100) ... .seconds(2)

    /// - Parameter url: `postgres://…`, handed to libpq as it is: TLS is `sslmode`, `sslrootcert` and so on.
    /// - Throws: ``InvalidURL``.
    package init(url: String) throws(InvalidURL) {
        connectionString = try ConnectionString(url)
    }

    /// Where it leads: account, hosts, port and database, without any secret.
    package var target: String { connectionString.description }

    package var protection: Protection {
        // A service file may name any host.
        let hasService = connectionString["service"] != nil
        let isLocal =
            !hasService
            && connectionString.addresses.allSatisfy { host in
                host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || Self.isLoopback(host)
            }
        if isLocal { return .local }
        return switch connectionString["sslmode"] {
        case "verify-ca", "verify-full": .verified
        case "require": .encrypted
        default: .none
        }
    }

    /// `127.example.org` is a name that may lead anywhere.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
