import Foundation
import PostgresDriver
import SQLPort
import TestSupport
import Testing

/// Connections over TCP, with TLS by libpq's own parameters.
@Suite(.timeLimit(.minutes(5)))
struct NetworkTests {
    private static let encrypted = """
        SELECT CAST(ssl AS integer) FROM pg_stat_ssl WHERE pid = pg_backend_pid()
        """

    @Test
    func `TLS is what the parameters of the address say`() async throws {
        let port = try LoopbackPort.free()
        let cluster = try await PostgresCluster(tcpPort: port)
        let certificate = try await cluster.enableTLS(for: "localhost")
        let address = "postgres://postgres@localhost:\(port)/postgres?hostaddr=127.0.0.1"
        let encrypts: [(parameters: String, isEncrypted: Int64)] = [
            ("&sslmode=disable", 0), ("&sslmode=require", 1),
            ("&sslmode=verify-full&sslrootcert=\(certificate)", 1),
        ]
        for (parameters, isEncrypted) in encrypts {
            try await withDatabase(at: address + parameters) { (database) async throws -> Void in
                #expect(try await database.number(Self.encrypted) == isEncrypted, "\(parameters)")
            }
        }
    }

    @Test
    func `a server that is not the one of the certificate is not spoken to`() async throws {
        let port = try LoopbackPort.free()
        let cluster = try await PostgresCluster(tcpPort: port)
        let certificate = try await cluster.enableTLS(for: "elsewhere.example")
        let other = try await PostgresCluster()
        let foreign = try await other.enableTLS(for: "localhost")
        let address = "postgres://postgres@localhost:\(port)/postgres?hostaddr=127.0.0.1&sslmode=verify-full"
        for root in [certificate, foreign] {
            try await withDatabase(at: "\(address)&sslrootcert=\(root)") { (database) async throws -> Void in
                await #expect { try await database.number("SELECT 1") } throws: { Self.isUnavailable($0) }
            }
        }
    }

    @Test
    func `a server that takes connections and says nothing counts as away within the limit`() async throws {
        let silent = try LoopbackPort()
        let address = "postgres://postgres@127.0.0.1:\(silent.number)/postgres"
        try await withDatabase(at: address, { $0.connectTimeout = .seconds(2) }) { (database) async throws -> Void in
            let start = ContinuousClock.now
            await #expect { try await database.number("SELECT 1") } throws: { Self.isUnavailable($0) }
            let first = ContinuousClock.now - start
            #expect(first < .seconds(30))
            for _ in 0..<50 {
                await #expect { try await database.number("SELECT 1") } throws: { Self.isUnavailable($0) }
            }
            // Only the first had to find out.
            #expect(ContinuousClock.now - start - first < .seconds(30))
        }
    }

    private static func isUnavailable(_ error: any Error) -> Bool {
        if case SQLError.unavailable = error { true } else { false }
    }
}
