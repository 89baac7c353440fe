import Foundation
import PostgresDriver
import SQLPort
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SecretsTests {
    private static let secret = "pa%2Fss-w0rd"
    private static let decoded = "pa/ss-w0rd"

    private static func holdsSecret(_ text: String) -> Bool {
        text.contains(secret) || text.contains(decoded) || text.contains("w0rd")
    }

    @Test(arguments: [
        "postgres://me:pa%2Fss-w0rd@[::1/db", "postgres://me:pa%2Fss-w0rd@host/db?nonsense=w0rd",
        "password=pa/ss-w0rd nonsense", "postgres://me:%zzw0rd@host/db", "pa/ss-w0rd", "postgres://h/d\0?password=w0rd",
    ])
    func `a wrong address is refused without repeating it`(_ url: String) throws {
        let error = try #require(throws: PostgresConfiguration.InvalidURL.self) { try PostgresConfiguration(url: url) }
        #expect(!Self.holdsSecret(String(reflecting: error) + "\(error)"))
    }

    @Test
    func `printing a configuration shows where it leads and no secret`() throws {
        let configuration = try PostgresConfiguration(
            url: "postgres://me:\(Self.secret)@db.example:6432/oms?sslmode=verify-full&sslpassword=w0rd"
        )
        #expect(configuration.target == "postgres://me@db.example:6432/oms")
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] { #expect(!Self.holdsSecret(text)) }
    }

    @Test
    func `a failing connection's errors and log lines hold no password`() async throws {
        let folder = try TemporaryDirectory()
        let log = LogCapture()
        let url = "postgres://me:\(Self.secret)@/\(Self.secret)?host=\(folder.path)"
        try await withDatabase(at: url, logger: log.logger) { database in
            let error = await #expect(throws: SQLError.self) { try await database.number("SELECT 1") }
            #expect(String(reflecting: error).contains("cannot be reached"))
            #expect(!Self.holdsSecret(String(reflecting: error)))
        }
        #expect(log.text.contains("Connecting failed"))
        #expect(!Self.holdsSecret(log.text))
    }

    @Test
    func `a refused login's errors hold no password`() async throws {
        let server = try await TestPostgres.freshDatabase()
        // A role of that name does not exist, so the server's message repeats it.
        let url = server.replacingOccurrences(of: "postgres@", with: "\(Self.secret):\(Self.secret)@")
        try await withDatabase(at: url) { database in
            let error = await #expect(throws: SQLError.self) { try await database.number("SELECT 1") }
            #expect(String(reflecting: error).contains("***"))
            #expect(!Self.holdsSecret(String(reflecting: error)))
        }
    }

    @Test(arguments: [
        ("postgres:///db?host=/tmp", PostgresConfiguration.Protection.local),
        ("postgres://127.0.0.1:5433/db", .local),
        ("postgres://[::1]/db?sslmode=disable", .local),
        ("postgres://localhost/db", .local),
        ("postgres://db.example/db", .none),
        ("postgres://localhost,db.example/db?sslmode=prefer", .none),
        ("postgres://db.example/db?sslmode=require", .encrypted),
        ("postgres://db.example/db?sslmode=verify-ca", .verified),
        ("host=db.example sslmode=verify-full", .verified),
        ("postgres://localhost/db?hostaddr=10.0.0.1", .none),
        ("postgres:///db?service=orders", .none),
        ("postgres://127.example.org/db", .none),
    ])
    func `an address tells how it is protected`(_ url: String, _ protection: PostgresConfiguration.Protection) throws {
        #expect(try PostgresConfiguration(url: url).protection == protection)
    }

    @Test
    func `a notice of the server goes to the log`() async throws {
        let log = LogCapture()
        try await withDatabase(logger: log.logger) { database, _ in
            try await database.script("DROP TABLE IF EXISTS not_there")
        }
        #expect(log.text.contains("not_there"))
    }
}
