import ArgumentParser
import OMSKernel

/// A database with many orders for the lists to be measured on.
struct FillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill",
        abstract: "Make a database of so many orders, spread over a year, by the rows that the server would write."
    )

    /// Each customer and each SKU has about as many orders, however many there are in all; but `customer-0` and
    /// `SKU-0` have every fifth.
    private static let ordersOfACustomer = 100
    private static let statuses = [
        "CREATED", "VALIDATED", "RESERVED", "FULFILLING", "SHIPPED", "SHIPPED", "SHIPPED", "SHIPPED", "CANCELLED",
    ]
    private static let year: Int64 = 365 * 86_400_000
    private static let ordersOfATransaction = 10_000

    @Option(help: "The file to make.") var database: String
    @Option(help: "How many orders.") var orders: Int

    func run() async throws {
        let database = try await BareDatabase(path: self.database, isDurable: false)
        let start = SystemWallClock().now().milliseconds - Self.year
        let customers = max(1, orders / Self.ordersOfACustomer)
        try insertCustomers(customers, into: database)
        let writer = try OrderRowWriter(database, queuesEvents: false)
        for number in 0..<orders {
            if number % Self.ordersOfATransaction == 0 { try database.run("BEGIN") }
            try writer.insert(
                OrderRow(
                    number: number,
                    prefix: "fill",
                    createdAt: Timestamp(milliseconds: start + Int64(number) * Self.year / Int64(orders)),
                    // What an operator looks for is rare. No order has the channel OTHER.
                    status: number % 400 == 399 ? "FAILED" : Self.statuses[number % 9],
                    channel: number / 10 % 4 == 0 ? "MANUAL" : "SHOPIFY",
                    customerID: "customer-\(number % 5 == 0 ? 0 : number &* 7_919 % customers)",
                    skus: (0..<3).map { "SKU-\(number % 5 + $0 == 0 ? 0 : (number &* 7_919 &+ $0 &* 31) % customers)" }
                )
            )
            if number % Self.ordersOfATransaction == Self.ordersOfATransaction - 1 || number == orders - 1 {
                try database.run("COMMIT")
            }
        }
        try database.run("PRAGMA wal_checkpoint(TRUNCATE)")
        print(#"{"orders":\#(orders),"customers":\#(customers)}"#)
    }

    private func insertCustomers(_ count: Int, into database: BareDatabase) throws {
        let statement = try database.prepare(
            "INSERT INTO customers (id, name, version, created_at, updated_at) VALUES (?1, 'Ada Lovelace', 1, 0, 0)"
        )
        try database.run("BEGIN")
        for number in 0..<count {
            statement.bind("customer-\(number)", at: 1)
            try statement.run()
        }
        try database.run("COMMIT")
    }
}
