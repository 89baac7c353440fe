import ArgumentParser
import OMSKernel

/// A list of a small and of a big database, by turns, so that whatever the machine does hits both.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Measure a page of a list on two servers, request by request in turn."
    )

    private static let pageOfTheWalk = 100

    @Option(help: "The small server's port on 127.0.0.1.") var small: Int
    @Option(help: "The big server's port on 127.0.0.1.") var big: Int
    @Option(help: "The API key of both.") var key: String
    @Option(help: "The list's query, such as status=CREATED.") var query = ""
    @Option(help: "How many pages of 100 the small one's page lies deep.") var smallDepth = 0
    @Option(help: "How many pages of 100 the big one's page lies deep.") var bigDepth = 0
    @Option(help: "How often each is asked.") var requests = 500

    func run() throws {
        var servers = [Server(name: "small", depth: smallDepth), Server(name: "big", depth: bigDepth)]
        var smallClient = try BlockingClient(port: small, apiKey: key)
        var bigClient = try BlockingClient(port: big, apiKey: key)
        try walk(&smallClient, &servers[0])
        try walk(&bigClient, &servers[1])
        for turn in 0..<requests + requests / 10 {
            let counts = turn >= requests / 10  // The first tenth warms up.
            // Who goes first changes too.
            for index in turn % 2 == 0 ? [0, 1] : [1, 0] {
                let start = ContinuousClock.now
                if index == 0 {
                    _ = try smallClient.get(servers[0].path)
                } else {
                    _ = try bigClient.get(servers[1].path)
                }
                let elapsed = ContinuousClock.now - start
                if counts { servers[index].latencies.add(nanoseconds: elapsed.components.attoseconds / 1_000_000_000) }
            }
        }
        print(
            JSONWriter.object { writer in
                for server in servers { writer.member(server.name, object: { server.write(to: &$0) }) }
            }
        )
    }

    private struct Server {
        let name: String
        let depth: Int
        var path = ""
        var orders = 0
        var hasNext = false
        var latencies = Latencies()

        init(name: String, depth: Int) {
            self.name = name
            self.depth = depth
        }

        func write(to writer: inout JSONWriter) {
            let percentiles = latencies.percentiles([0.5, 0.99])
            writer.member("p50Microseconds", Int64(percentiles[0] * 1_000))
            writer.member("p99Microseconds", Int64(percentiles[1] * 1_000))
            writer.member("orders", orders)
            writer.member("hasNext", hasNext)
        }
    }

    /// Goes from page to page to the one that is measured, as a client would.
    private func walk(_ client: inout BlockingClient, _ server: inout Server) throws {
        let list = "/orders?" + (query.isEmpty ? "" : query + "&")
        var cursor = ""
        for _ in 0..<server.depth {
            let page = try OrderPage.read(client.get("\(list)limit=\(Self.pageOfTheWalk)\(cursor)"))
            guard let next = page.nextCursor else {
                throw BlockingClient.Failure(description: "\(query) has fewer than \(server.depth) pages")
            }
            cursor = "&cursor=\(next)"
        }
        server.path = "\(list)limit=20\(cursor)"
        let page = try OrderPage.read(client.get(server.path))
        server.orders = page.data.count
        server.hasNext = page.nextCursor != nil
    }
}
