import Foundation

/// A private PostgreSQL cluster in a temporary folder, reached by a unix socket only. It is stopped and removed
/// when the last reference or the test process goes, also after a crash.
package final class PostgresCluster: Sendable {
    /// How the server is stopped: `immediate` is a crash, the next start recovers from the log.
    package enum StopMode: String, Sendable {
        case smart
        case fast
        case immediate
    }

    private let port: Int
    private let programs: PostgresPrograms
    private let folder: TemporaryDirectory
    private let settings: [String]
    private let exitGuard: ExitGuard

    private var data: String { "\(folder.path)/data" }

    /// Makes a cluster and starts it.
    /// - Parameters:
    ///   - fsync: whether a commit reaches the disk. Off is faster, and safe against a crash of the server
    ///     alone; on is for measurements.
    ///   - maximumConnections: the server's own limit.
    ///   - tcpPort: a free port of the loopback address to listen on too; nil for the unix socket alone.
    ///   - settings: more settings as `name=value`.
    /// - Throws: ``Command/Failure`` with what `initdb` or the server says.
    package init(
        fsync: Bool = false,
        maximumConnections: Int = 100,
        tcpPort: Int? = nil,
        settings: [String] = []
    ) async throws {
        port = tcpPort ?? 5432
        programs = try PostgresPrograms.find()
        // The guard needs the server's pid file, so it is the one to remove the folder.
        folder = try TemporaryDirectory(prefix: "oms-pg", isRemoved: false)
        self.settings =
            [
                "listen_addresses=\(tcpPort == nil ? "" : "127.0.0.1")",
                "port=\(port)",
                "unix_socket_directories=\(folder.path)",
                "max_connections=\(maximumConnections)",
                "fsync=\(fsync ? "on" : "off")",
                "full_page_writes=\(fsync ? "on" : "off")",
                "shared_buffers=64MB",
                "max_wal_size=256MB",
                "lc_messages=C",
                "timezone=UTC",
            ] + settings
        try await programs.giveAway(folder)
        exitGuard = try ExitGuard(
            script: """
                pid=$(head -n 1 '\(folder.path)/data/postmaster.pid') && kill -QUIT "$pid"
                for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" && sleep 0.2; done
                rm -rf '\(folder.path)'
                """
        )
        let initialise = [
            "-D", data, "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C",
        ]
        try await programs.command("initdb", initialise).run()
        try await start()
    }

    /// Starts the server again after ``stop(mode:)`` and waits until it takes connections.
    /// - Parameter isStandby: whether it starts as a standby, which can be read and takes no writes.
    /// - Throws: ``Command/Failure`` with the end of the server's log.
    package func start(asStandby isStandby: Bool = false) async throws {
        let signal = "\(data)/standby.signal"
        if isStandby {
            try await programs.asAccount("touch", [signal]).run()
        } else {
            try await programs.asAccount("rm", ["-f", signal]).run()
        }
        let options = settings.map { "-c '\($0)'" }.joined(separator: " ")
        let arguments = ["-D", data, "-l", "\(folder.path)/log", "-w", "-t", "60", "-o", options, "start"]
        do {
            try await programs.command("pg_ctl", arguments).run()
        } catch let failure as Command.Failure {
            throw Command.Failure(
                program: "pg_ctl start (log: \(log))",
                output: failure.output
            )
        }
    }

    /// Stops the server; the data stays.
    package func stop(mode: StopMode) async throws {
        try await programs.command("pg_ctl", ["-D", data, "-w", "-m", mode.rawValue, "stop"]).run()
    }

    /// Turns TLS on, with a certificate that is its own authority.
    /// - Parameter host: the name it is for.
    /// - Returns: the path of the certificate, for clients to trust.
    /// - Throws: ``Command/Failure`` with what `openssl` or the server says.
    package func enableTLS(for host: String) async throws -> String {
        let certificate = "\(data)/server.crt"
        let arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(host)",
            "-addext", "subjectAltName=DNS:\(host)", "-keyout", "\(data)/server.key", "-out", certificate,
        ]
        try await programs.asAccount("openssl", arguments).run()
        try await TestPostgres.psql(url(), "ALTER SYSTEM SET ssl = on")
        // The server reads its settings again in its own time.
        repeat {
            try await programs.command("pg_ctl", ["-D", data, "reload"]).run()
        } while try await TestPostgres.psql(url(), "SHOW ssl") != "on"
        return certificate
    }

    /// The end of what the server logged.
    package var log: String {
        String(decoding: ((try? Data(contentsOf: folder.file("log"))) ?? Data()).suffix(16_384), as: UTF8.self)
    }

    /// The address of one of the cluster's databases.
    package func url(database: String = "postgres") -> String {
        let host = folder.path.replacingOccurrences(of: "/", with: "%2F")
        return "postgres://postgres@/\(database)?host=\(host)&port=\(port)"
    }
}
