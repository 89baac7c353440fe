import Foundation
import TestSupport

/// The `oms` program that was built with the tests.
enum Program {
    /// It lies beside the test bundle.
    static let path: String = {
        let tests = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("oms").path
    }()

    /// Variables that name no database, no server and no key: what the tests' own environment says must not count.
    static let cleanEnvironment = [
        "OMS_PROFILE": "", "OMS_URL": "", "OMS_API_KEY": "", "OMS_DATABASE_URL": "", "OMS_DATA_DIR": "",
        "OMS_SIGNING_SECRET": "", "OMS_BOOTSTRAP_API_KEY": "", "SPRING_PROFILES_ACTIVE": "",
        "OMS_CONFIG_DIR": "/nonexistent", "OMS_HTTP_PORT": "0",
    ]

    /// Runs one command to its end.
    /// - Parameters:
    ///   - arguments: what stands after `oms`.
    ///   - environment: more variables.
    /// - Returns: its status and what it printed.
    /// - Throws: when it cannot be started.
    static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Command.Output {
        try await Command(path, arguments, environment: cleanEnvironment.merging(environment) { $1 }).output()
    }
}
