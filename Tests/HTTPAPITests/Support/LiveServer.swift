import HTTPAPI
import Hummingbird
import HummingbirdTesting
import Logging

/// The API behind a real socket.
enum LiveServer {
    /// Runs a test against a server on a free port.
    static func with(
        adjust: (inout APIDependencies) -> Void = { _ in },
        configure: (inout APIServerConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (APIFixture, _ port: Int) async throws -> Void
    ) async throws {
        var configuration = APIServerConfiguration()
        configure(&configuration)
        try await APIFixture.with(adjust: adjust) { [configuration] fixture in
            let application = try configuration.application(for: fixture.api, logger: .silent)
            try await application.test(.live) { client in
                guard let port = client.port else { throw NoPort() }
                try await body(fixture, port)
            }
        }
    }

    private struct NoPort: Error {}
}

extension Logger {
    static var silent: Logger {
        Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    }
}
