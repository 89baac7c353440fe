import Foundation

/// Where PostgreSQL's own programs are, and how to run those that refuse root.
struct PostgresPrograms: Sendable {
    /// No folder holds `initdb` and `pg_ctl`.
    struct Missing: Error, CustomStringConvertible {
        var description: String { "PostgreSQL's programs were not found; install the postgresql package" }
    }

    let folder: String
    /// Nil when the test process is not root and runs them itself.
    let account: String?

    /// - Throws: ``Missing``.
    static func find() throws -> PostgresPrograms {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let newestFirst = versions.compactMap { Int($0) }.sorted(by: >).map { "/usr/lib/postgresql/\($0)/bin" }
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let folder = (newestFirst + path).first { folder in
            ["initdb", "pg_ctl", "psql"].allSatisfy {
                FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
            }
        }
        guard let folder else { throw Missing() }
        return PostgresPrograms(folder: folder, account: geteuid() == 0 ? "postgres" : nil)
    }

    /// A command that runs one of the programs as the account that owns the cluster.
    func command(_ program: String, _ arguments: [String]) -> Command {
        asAccount("\(folder)/\(program)", arguments)
    }

    /// Any command, run as the account that owns the cluster.
    func asAccount(_ program: String, _ arguments: [String]) -> Command {
        guard let account else { return Command(program, arguments) }
        return Command("runuser", ["-u", account, "--", program] + arguments)
    }

    /// Gives a folder to the account that owns the cluster.
    func giveAway(_ folder: TemporaryDirectory) async throws {
        guard let account else { return }
        try await Command("chown", [account, folder.path]).run()
    }
}
