import CLibPQ
import Foundation
import Logging
import SQLPort

extension PostgresConnection {
    /// Connects and sets the session up; takes as long as the server and the timeout let it.
    /// - Parameters:
    ///   - configuration: where to connect to, and the limits of the session.
    ///   - logger: gets the server's notices.
    /// - Returns: the open connection.
    /// - Throws: ``PostgresFailure`` with an ``SQLError/unavailable(_:)`` that holds no secret.
    static func open(
        _ configuration: PostgresConfiguration,
        logger: Logger
    ) throws(PostgresFailure) -> PostgresConnection {
        let parameters = parameters(of: configuration)
        let pointer = withCStrings(parameters.map(\.0)) { keywords in
            withCStrings(parameters.map(\.1)) { values in
                PQconnectdbParams(keywords, values, 1)
            }
        }
        guard let pointer else { throw .connectionLost("No memory for a connection to PostgreSQL") }
        let connection = PostgresConnection(pointer, configuration: configuration, logger: logger)
        guard connection.isUsable else {
            let message = configuration.connectionString.withoutSecrets(connection.lastMessage)
            throw .connectionLost("PostgreSQL cannot be reached: \(message)")
        }
        do {
            try connection.runScript(setUp(configuration))
        } catch {
            throw .connectionLost("A session of PostgreSQL cannot be set up: \(error.error)")
        }
        return connection
    }

    /// What comes before `dbname` is a default that the URL may change; what comes after it holds always.
    private static func parameters(of configuration: PostgresConfiguration) -> [(String, String)] {
        let timeout = max(2, Int(configuration.connectTimeout.components.seconds))
        return [
            ("application_name", "oms"),
            ("connect_timeout", String(timeout)),
            // A server that vanished without a word is found out within about half a minute.
            ("keepalives_idle", "10"),
            ("keepalives_interval", "5"),
            ("keepalives_count", "3"),
            ("tcp_user_timeout", "20000"),
            ("dbname", configuration.connectionString.text),
            ("client_encoding", "UTF8"),
        ]
    }

    /// A confirmed write is durable, so a session in which `synchronous_commit` was turned off turns it on.
    ///
    /// Statements are written for one index each, and lists for its order, which a bitmap scan loses: where the
    /// planner takes a range of rows for nearly empty, it would read all of a customer's orders and sort them.
    private static func setUp(_ configuration: PostgresConfiguration) -> String {
        """
        SET statement_timeout = \(milliseconds(configuration.statementTimeout));
        SET lock_timeout = \(milliseconds(configuration.lockTimeout));
        SET idle_in_transaction_session_timeout = \(milliseconds(configuration.idleTransactionTimeout));
        SET TIME ZONE 'UTC';
        SET standard_conforming_strings = on;
        SET enable_bitmapscan = off;
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
        """
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        max(1, Int64(duration / .milliseconds(1)))
    }

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies.map { UnsafePointer($0) } + [nil])
    }
}
