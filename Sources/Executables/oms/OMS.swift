import ArgumentParser

@main
struct OMS: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "oms",
        abstract: "Takes orders in exactly once, and says at any moment where each stands.",
        discussion: """
            `oms serve` starts the server. The other commands talk to it: --url or OMS_URL names it, --api-key or
            OMS_API_KEY opens it; in the local profile the key of the data folder is used.

            EXIT CODES
              0  done             4  the system's state forbids it (conflict, stale version, reused key)
              1  failed           5  the key is missing, wrong or lacks the scope
              2  wrong usage      6  the server cannot be reached or is not available
              3  not found        7  what was sent is invalid
              130, 143  ended by a signal
            """,
        version: OMSVersion.text,
        subcommands: [
            ServeCommand.self, EngineCommand.self, MigrateCommand.self, ConfigCommand.self, OrdersCommand.self,
            SubmissionsCommand.self, CustomersCommand.self, InventoryCommand.self, WarehouseCommand.self,
            ShipmentsCommand.self, WorkflowsCommand.self, KeysCommand.self, EventsCommand.self, DoctorCommand.self,
            BackupCommand.self, RestoreCommand.self, VersionCommand.self,
        ]
    )

    static func main() async {
        await CommandRunner.run(Self.self)
    }
}
