import ArgumentParser
import Foundation

struct OrdersEventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Show an order's events, in their order; with --follow, also those to come."
    )

    @Argument(help: "The order's id.") var order: String
    @Flag(help: "Stay and show each event as it happens, until Ctrl-C.") var follow = false
    @Option(help: "Show the events after this sequence number.") var after: Int64?
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let path = "/orders/\(URLText.escaped(order))/events"
        let configuration = try client.configuration()
        let json = client.json
        let after = after
        guard follow else {
            try await APIClient.with(configuration) { client in
                let events = try await client.events(of: order, after: after)
                EventView.show(events, json: json)
            }
            return
        }
        if !json { Terminal.line(EventView.header) }
        let outcome = try await Interruption.guarding {
            try await APIClient.with(configuration) { client in
                try await client.follow(path, after: after.map(String.init)) { EventView.show($0, json: json) }
            }
        }
        if let status = outcome.interruptedBy { throw status }
    }
}

extension APIClient {
    /// All events of an order after a sequence number, page by page.
    func events(of order: String, after: Int64? = nil) async throws -> [JSONValue] {
        var events: [JSONValue] = []
        var cursor: String? = after.map(String.init)
        repeat {
            let query = [("limit", "100"), ("after", cursor)]
            let answer = try await send(APIRequest(.get, "/orders/\(URLText.escaped(order))/events", query: query))
            let page: JSONValue = try answer.decoded()
            events += page["data"].entries
            cursor = page["nextCursor"].shown
        } while cursor != nil
        return events
    }
}
