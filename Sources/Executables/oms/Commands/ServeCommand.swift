import ArgumentParser
import Logging

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Start the server.",
        discussion: """
            Applies pending migrations first. SIGTERM or Ctrl-C lets it finish the requests in flight; a second one
            ends it at once.
            """
    )

    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        let settings = try await Settings.load(flags: settings.values)
        let logging = ServerLogging.bootstrap(profile: settings.profile, level: settings.logLevel)
        let logger = Logger(label: "oms")
        for variable in settings.unknownVariables {
            logger.warning("An environment variable names no setting", metadata: ["name": "\(variable)"])
        }
        try await Composition(settings: settings, logging: logging, logger: logger).run()
    }
}
