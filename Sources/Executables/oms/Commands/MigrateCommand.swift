import ArgumentParser
import Foundation
import Logging
import OMSKernel
import SQLPort
import SQLStorage

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database's schema up to date, all pending migrations or none.",
        discussion: """
            It opens the database itself: a SQLite file must not be in use by a server. The server does the same when
            it starts. A database with a changed or unknown migration is refused.
            """
    )

    @OptionGroup var settings: SettingsOptions
    @Flag(help: "Show what is pending and change nothing.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let settings = try await Settings.load(flags: settings.values)
        let migrations = try await DirectDatabase.with(settings, makesFile: !dryRun) { storage in
            let found =
                dryRun
                ? try await storage.database.pending()
                : try await storage.database.migrate(now: SystemWallClock().now())
            guard let found else { throw DirectDatabase.away(settings) }
            return found
        }
        // Without a file, everything is still to be done.
        show(migrations ?? Migrations.all)
    }

    private func show(_ migrations: [Migration]) {
        if json {
            let name = dryRun ? "pending" : "applied"
            Terminal.line(
                JSONWriter.object { writer in
                    writer.member(name, array: migrations) { writer, migration in
                        writer.object { writer in
                            writer.member("number", migration.number)
                            writer.member("name", migration.name)
                        }
                    }
                }
            )
        } else if migrations.isEmpty {
            Terminal.line("The schema is up to date.")
        } else {
            for migration in migrations {
                Terminal.line("\(dryRun ? "pending" : "applied")  \(migration.number)  \(migration.name)")
            }
        }
    }
}
