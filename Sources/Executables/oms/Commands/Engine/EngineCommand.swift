import ArgumentParser

struct EngineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine",
        abstract: "Start the embedded Temporal engine alone, or make an engine the one of the orders.",
        subcommands: [EngineRunCommand.self, EngineAdoptCommand.self],
        defaultSubcommand: EngineRunCommand.self
    )
}
