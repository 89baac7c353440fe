import ArgumentParser
import OMSKernel

/// The second limit of the intake: the same rows without a server.
struct RowsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rows",
        abstract: "Insert the rows of orders through SQLite's C interface, as fast as one thread can."
    )

    @Option(help: "The file to make.") var database: String
    @Option(help: "Orders a transaction.") var group = 64
    @Option(help: "For how long, in each round.") var milliseconds: Int64 = 5_000

    /// A round for each line that comes in, until there are no more: so rounds of others can come between.
    func run() async throws {
        let database = try await BareDatabase(path: self.database, isDurable: true)
        let writer = try OrderRowWriter(database, queuesEvents: true)
        var number = 0
        while readLine() != nil {
            let start = ContinuousClock.now
            let first = number
            var elapsed = Duration.zero
            while elapsed < .milliseconds(milliseconds) {
                try database.run("BEGIN IMMEDIATE")
                let now = SystemWallClock().now()
                for _ in 0..<group {
                    try writer.insert(OrderRow(number: number, prefix: "1", createdAt: now, skus: Self.skus(number)))
                    number += 1
                }
                try database.run("COMMIT")
                elapsed = ContinuousClock.now - start
            }
            report(orders: number - first, elapsed)
        }
    }

    private func report(orders: Int, _ elapsed: Duration) {
        let (seconds, attoseconds) = elapsed.components
        print(
            JSONWriter.object { writer in
                writer.member("requests", orders)
                writer.member("milliseconds", seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
            }
        )
        flushOutput()
    }

    /// The SKUs that the load generator's order of the same number has.
    static func skus(_ number: Int) -> [String] {
        (0..<3).map { index in
            let digits = String((number &* 7_919 &+ index &* 3_331) % 10_000)
            return "SKU-" + String(repeating: "0", count: 5 - digits.utf8.count) + digits
        }
    }
}
