import ArgumentParser
import OMSKernel

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make, list and revoke API keys.",
        subcommands: [KeysInitCommand.self, KeysCreateCommand.self, KeysListCommand.self, KeysRevokeCommand.self]
    )
}

struct KeysCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a key. Its secret is printed once and cannot be shown again."
    )

    @Argument(help: "What the key is for.") var name: String
    @Option(help: "orders:read, orders:write, … of inventory, warehouse, shipping, workflows; ops, payloads, admin.")
    var scope: [String] = []
    @Option(help: "When it ends: 2027-01-31 or 2027-01-31T12:00:00Z.") var expiresAt: String?
    @Option(help: "How long it lasts from now, such as 90d.") var expiresIn: String?
    @Option(help: "Most requests in each window of --rate-window.") var rateLimit: Int64?
    @Option(help: "The window of --rate-limit in whole seconds, such as 1m; 1s if not given.") var rateWindow: String?
    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard !scope.isEmpty else { throw ArgumentParser.ValidationError("Give --scope at least once.") }
        guard expiresAt == nil || expiresIn == nil else {
            throw ArgumentParser.ValidationError("Give --expires-at or --expires-in, not both.")
        }
        if let expiresIn, DurationText.parse(expiresIn) == nil {
            throw ArgumentParser.ValidationError("--expires-in must be \(DurationText.allowed).")
        }
        guard let rateWindow else { return }
        guard rateLimit != nil else { throw ArgumentParser.ValidationError("--rate-window needs --rate-limit.") }
        guard let window = DurationText.parse(rateWindow), window >= .seconds(1), window.components.attoseconds == 0
        else {
            throw ArgumentParser.ValidationError("--rate-window must be whole seconds, such as 1s or 1m.")
        }
    }

    func run() async throws {
        let end = expiresIn.flatMap { DurationText.parse($0) }.map {
            SystemWallClock().now().advanced(by: $0).description
        }
        let body = JSONWriter.object { writer in
            writer.member("name", name)
            writer.member("scopes", array: scope) { $0.value($1) }
            if let end = end ?? expiresAt { writer.member("expiresAt", end) }
            guard let rateLimit else { return }
            writer.member(
                "rateLimit",
                object: { writer in
                    writer.member("requests", rateLimit)
                    let window = rateWindow.flatMap { DurationText.parse($0) } ?? .seconds(1)
                    writer.member("windowSeconds", window.components.seconds)
                }
            )
        }
        try await client.show(APIRequest(.post, "/keys", body: Array(body.utf8))) { key in
            KeyView.show(key)
            Terminal.note("The secret is not shown again: keep it now.")
        }
    }
}

struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List keys, without their secrets.")

    @OptionGroup var page: PageOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let headings = ["KEY", "NAME", "SCOPES", "CREATED", "EXPIRES", "REVOKED"]
        try await client.list("/keys", query: [], page: page, table: headings) { key in
            [
                key["keyId"].shown, key["name"].shown, KeyView.scopes(key), key["createdAt"].shown,
                key["expiresAt"].shown, key["revokedAt"].shown,
            ]
        }
    }
}

struct KeysRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Revoke a key, for good.")

    @Argument(help: "The key's id.") var key: String
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let request = APIRequest(.delete, "/keys/\(URLText.escaped(key))", isRepeatable: true)
        try await client.show(request, KeyView.show)
    }
}

/// Shows a key to people.
enum KeyView {
    static func scopes(_ key: JSONValue) -> String {
        key["scopes"].entries.compactMap(\.shown).joined(separator: " ")
    }

    static func show(_ key: JSONValue) {
        var listing = Listing()
        listing.add("key", key["keyId"].shown)
        listing.add("name", key["name"].shown)
        listing.add("scopes", scopes(key))
        listing.add("secret", key["secret"].shown)
        if let requests = key["rateLimit"]["requests"].shown, let seconds = key["rateLimit"]["windowSeconds"].shown {
            listing.add("rate limit", "\(requests) in \(seconds) s")
        }
        listing.add("created", key["createdAt"].shown)
        listing.add("expires", key["expiresAt"].shown)
        listing.add("revoked", key["revokedAt"].shown)
        listing.show()
    }
}
