import Access
import ArgumentParser
import OMSKernel

struct KeysInitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a key with the scope admin in the database itself: the first one, or one to get in again.",
        discussion: """
            Needs the database's settings, not a key. A SQLite file must not be in use by a server. The other key
            commands talk to the server with the key that this one prints.
            """
    )

    @Option(help: "What the key is called.") var name = "admin"
    @OptionGroup var settings: SettingsOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let settings = try await Settings.load(flags: settings.values)
        let made = try await DirectDatabase.with(settings) { storage in
            guard try await storage.database.migrate(now: SystemWallClock().now()) != nil else {
                throw DirectDatabase.away(settings)
            }
            let manage = ManageAPIKeys(store: storage.keys, ids: SystemIDGenerator(), clock: SystemWallClock())
            return try await manage.create(.init(name: name, scopes: [Scope.admin.rawValue]))
        }
        guard let (key, secret) = made else { throw DirectDatabase.away(settings) }
        if json {
            Terminal.line(
                JSONWriter.object { writer in
                    writer.member("keyId", key.id.description)
                    writer.member("name", key.name)
                    writer.member("scopes", array: [Scope.admin.rawValue]) { $0.value($1) }
                    writer.member("secret", secret.text)
                }
            )
        } else {
            var listing = Listing()
            listing.add("key", key.id.description)
            listing.add("name", key.name)
            listing.add("scopes", Scope.admin.rawValue)
            listing.add("secret", secret.text)
            listing.show()
            Terminal.note("The secret is not shown again: keep it now.")
        }
    }
}
