import ArgumentParser
import Foundation

/// What every command that talks to a server takes.
struct ClientOptions: ParsableArguments {
    @Option(help: "The server's address (OMS_URL; else \(APIConfiguration.standardURL)).")
    var url: String?

    @Option(help: "The key (OMS_API_KEY; else the local profile's own key). Prefer the variable: others see flags.")
    var apiKey: String?

    @Flag(help: "Print JSON on the standard output.")
    var json = false

    func configuration() throws -> APIConfiguration {
        try APIConfiguration(url: url, apiKey: apiKey, environment: ProcessInfo.processInfo.environment)
    }

    /// Sends one request and shows its answer: as it came, or as people read it.
    func show(_ request: APIRequest, _ show: (JSONValue) -> Void) async throws {
        let answer = try await APIClient.with(configuration()) { try await $0.send(request) }
        if json {
            if !answer.body.isEmpty { Terminal.line(bytes: answer.body) }
        } else {
            show(try answer.decoded())
        }
    }

    /// Shows one page of a list, or, with `all`, every page: as JSON Lines then when JSON is asked for.
    func list(
        _ path: String,
        query: [(name: String, value: String?)],
        page: PageOptions,
        table headings: [String],
        _ row: (JSONValue) -> [String?]
    ) async throws {
        try await APIClient.with(configuration()) { client in
            var cursor = page.cursor
            repeat {
                let paging = [("limit", page.limit.map(String.init)), ("cursor", cursor)]
                let answer = try await client.send(APIRequest(.get, path, query: query + paging))
                let value: JSONValue = try answer.decoded()
                let next = value["nextCursor"].shown
                if json, page.all {
                    for element in JSONText.elements(of: "data", in: answer.body) ?? [] {
                        Terminal.line(bytes: Array(element))
                    }
                } else if json {
                    Terminal.line(bytes: answer.body)
                } else {
                    showPage(value, isFirst: cursor == page.cursor, headings, row)
                    if let next, !page.all { Terminal.note("There are more: --cursor \(next), or --all") }
                }
                cursor = next
            } while page.all && cursor != nil
        }
    }

    private func showPage(_ value: JSONValue, isFirst: Bool, _ headings: [String], _ row: (JSONValue) -> [String?]) {
        var table = Table(headings)
        for element in value["data"].entries { table.add(row(element)) }
        for line in isFirst ? table.lines[...] : table.lines.dropFirst() { Terminal.line(line) }
    }
}

/// How much of a list is shown.
struct PageOptions: ParsableArguments {
    @Option(help: "How many entries a page has, 1 to 100.")
    var limit: Int?

    @Option(help: "Where to go on: the nextCursor of an earlier page.")
    var cursor: String?

    @Flag(help: "Show every page; with --json, one entry a line.")
    var all = false
}
