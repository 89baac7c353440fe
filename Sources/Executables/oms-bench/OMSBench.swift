import ArgumentParser

/// The parts of `make bench` and `make soak` that must cost little themselves: a load generator, and the limits
/// that a measured figure is held against. They print lines of JSON; `scripts/bench` puts them together.
@main
struct OMSBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oms-bench",
        abstract: "Measures the server, and what could be had at most.",
        subcommands: [
            LoadCommand.self, EchoCommand.self, RowsCommand.self, FillCommand.self, CompareCommand.self,
            ReplayCommand.self, WorkflowsCommand.self, FirstActivityCommand.self, WaitingCommand.self,
        ]
    )
}
