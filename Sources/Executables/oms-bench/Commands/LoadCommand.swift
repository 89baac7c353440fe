import ArgumentParser
import NIOCore

struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Place orders through keep-alive connections as fast as they are taken."
    )

    @Option(help: "The server's port on 127.0.0.1.") var port: Int
    @Option(help: "The API key.") var key: String
    @Option(help: "Makes the orders of this run its own.") var prefix: String
    @Option(help: "Where the orders go.") var path = "/orders"
    @Option(help: "Keep-alive connections.") var connections = 64
    @Option(help: "After how many orders the first one comes again; 0: never.") var period = 0
    @Option(help: "How many requests at most.") var requests = Int.max
    @Option(help: "For how long.") var milliseconds: Int64 = 5_000
    @Flag(help: "Send a request again until it has a final answer, whatever happens to the server.") var insist = false
    @Option(help: "A file for the orders that were acknowledged: number and id.") var ledger: String?

    func validate() throws {
        guard (1...10_000).contains(connections), requests > 0, period >= 0, milliseconds > 0 else {
            throw ValidationError("--connections are 1 to 10000, and nothing is negative.")
        }
    }

    func run() async throws {
        let plan = OrderRequests(
            path: path,
            apiKey: key,
            prefix: prefix,
            period: period > 0 ? period : nil,
            limit: requests
        )
        let run = LoadRun(
            host: "127.0.0.1",
            port: port,
            connections: connections,
            time: .milliseconds(milliseconds),
            insists: insist
        )
        let ledger = try ledger.map { try OrderLedger(path: $0) }
        let report = try await run(plan) { ledger?.note($0, $1) }
        try ledger?.close()
        print(report.json)
    }
}
