import ArgumentParser
import OMSKernel

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Follow the events of all orders, and look after those that could not be delivered.",
        subcommands: [EventsTailCommand.self, EventsDeadCommand.self, EventsRetryCommand.self]
    )
}

struct EventsTailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Show the events of all orders as they happen, one JSON line each with --json.",
        discussion: "Starts with the first event there is, or after the position that an earlier run printed."
    )

    @Option(help: "A position that an earlier run printed.") var after: String?
    @Option(help: "How long to wait between looks.") var interval = "1s"
    @Flag(help: "End when there is no further event.") var once = false
    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard DurationText.parse(interval).map({ $0 >= .milliseconds(100) }) == true else {
            throw ArgumentParser.ValidationError("--interval must be a duration of at least 100ms.")
        }
    }

    func run() async throws {
        let configuration = try client.configuration()
        let feed = EventFeed(
            start: after,
            pause: DurationText.parse(interval) ?? .seconds(1),
            endsWhenEmpty: once,
            json: client.json
        )
        if !client.json { Terminal.line(EventView.header) }
        let outcome = try await Interruption.guarding {
            try await APIClient.with(configuration) { try await feed.run($0) }
        }
        if let position = outcome.result { Terminal.note("Go on with --after \(position)") }
        if let status = outcome.interruptedBy { throw status }
    }
}

/// Reads the events of all orders page by page, and looks again when there are none.
struct EventFeed: Sendable {
    let start: String?
    let pause: Duration
    let endsWhenEmpty: Bool
    let json: Bool

    /// - Returns: the position of the last event that was shown.
    /// - Throws: ``CommandFailure`` when the server refuses or is away for long.
    func run(_ client: APIClient) async throws -> String? {
        var position = start
        do {
            while true {
                let request = APIRequest(.get, "/events", query: [("after", position), ("limit", "100")])
                let page: JSONValue = try await client.send(request, retry: .bulk).decoded()
                let events = page["data"].entries
                for event in events { EventView.showLine(event, json: json) }
                position = page["nextCursor"].shown ?? position
                guard events.isEmpty else { continue }
                if endsWhenEmpty { return position }
                try await Task.sleep(for: pause)
            }
        } catch is CancellationError {
            return position
        }
    }
}

struct EventsDeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract: "List the events that could not be delivered, and why."
    )

    @OptionGroup var page: PageOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let headings = ["POSITION", "TO", "ORDER", "TYPE", "SEQUENCE", "ATTEMPTS", "DIED", "ERROR"]
        try await client.list("/events/dead", query: [], page: page, table: headings) { letter in
            [
                letter["position"].shown, letter["destination"].shown, letter["orderId"].shown,
                letter["type"].shown, letter["sequence"].shown, letter["attempts"].shown, letter["diedAt"].shown,
                letter["error"].shown,
            ]
        }
    }
}

struct EventsRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Send dead events again: one with the earlier ones of its order, or all."
    )

    @Argument(help: "The position that `oms events dead` shows.") var position: Int64?
    @Flag(help: "All of them.") var all = false
    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard (position == nil) == all else { throw ArgumentParser.ValidationError("Give a position, or --all.") }
    }

    func run() async throws {
        let path = position.map { "/events/dead/\($0)/retry" } ?? "/events/dead/retry"
        try await client.show(APIRequest(.post, path, isRepeatable: true)) { answer in
            Terminal.line("\(answer["retried"].shown ?? "0") sent again")
        }
    }
}
