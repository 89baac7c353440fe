import Telemetry
import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import SQLiteDriver
import TemporalEngine

struct EngineRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Start the embedded Temporal engine alone and open its API.",
        discussion: """
            Temporal's own tools and SDKs can talk to it. It keeps its own database file, engine.sqlite, in the data
            folder. The port is not encrypted and asks for no key, so it opens on the machine's own loopback only.
            SIGTERM or Ctrl-C answers the polls that wait and ends it.
            """
    )

    @OptionGroup var settings: SettingsOptions
    @Option(help: "Where to listen: 127.0.0.1 or [::1], and a port.") var listen = "127.0.0.1:7233"

    func run() async throws {
        let settings = try await Settings.load(flags: settings.values)
        guard let address = EngineServer.Address(text: listen) else {
            throw StartupError(
                "\(listen) is not an address of the machine itself (127.0.0.1 or [::1]) with a port: the engine's port "
                    + "is not encrypted"
            )
        }
        let logging = ServerLogging.bootstrap(profile: settings.profile, level: settings.logLevel)
        let logger = Logger(label: "oms.engine")
        defer { _ = logging.sink.flush(within: .seconds(2)) }
        umask(0o077)
        try DataDirectory(path: settings.dataDirectory).prepare()
        try await EngineProcess(path: settings.dataDirectory + "/engine.sqlite", address: address, logger: logger).run()
    }
}
