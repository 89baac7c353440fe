import ArgumentParser
import HTTPAPI
import Hummingbird
import Logging

/// The first limit of the intake: the API's own HTTP server with next to nothing behind it.
struct EchoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "echo",
        abstract: "Serve every request by decoding its JSON and sending it back, until a signal comes."
    )

    @Option(help: "The port on 127.0.0.1.") var port: Int

    func run() async throws {
        var server = APIServerConfiguration()
        server.port = port
        var logger = Logger(label: "oms-bench.echo")
        logger.logLevel = .error
        try await server.application(answering: EchoResponder(), logger: logger).runService()
    }
}
