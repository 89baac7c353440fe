import DatabaseTestSupport
import OMSKernel
import Orders
import SQLPort
import SQLStorage
import Testing

/// The combinations that docs/lists.md calls indexed are answered along an index that gives their rows in order.
@Suite struct ListPlanTests {
    private static let count = 20_000

    private struct Combination: Sendable {
        let name: String
        let filter: OrderFilter
        let index: String
    }

    private static let middle = ManyOrders.start.advanced(by: .seconds(count / 2))

    /// What docs/lists.md lists; each also with a range of creation times.
    private static let indexed: [Combination] = [
        Combination(name: "all", filter: OrderFilter(), index: "orders primary key"),
        Combination(name: "a common status", filter: OrderFilter(status: .created), index: "orders_status"),
        Combination(name: "a rare status", filter: OrderFilter(status: .failed), index: "orders_status"),
        Combination(
            name: "customer",
            filter: OrderFilter(customerID: CustomerID(trusted: "cust-7")),
            index: "orders_customer_id"
        ),
        // The smallest of all values: PostgreSQL takes a range of rows that begins with it for nearly empty.
        Combination(
            name: "a big customer",
            filter: OrderFilter(customerID: CustomerID(trusted: "cust-0")),
            index: "orders_customer_id"
        ),
        Combination(name: "sku", filter: OrderFilter(sku: SKU(trusted: "SKU-7")), index: "order_lines_sku"),
        Combination(
            name: "external id",
            filter: OrderFilter(externalOrderID: "X-777"),
            index: "orders_external_order_id"
        ),
    ]

    @Test(arguments: DatabaseKind.allCases)
    func `indexed combinations read along their index and never sort`(kind: DatabaseKind) async throws {
        try await kind.withDatabase { base in
            try await ManyOrders.insert(Self.count, into: base)
            let database = RecordingDatabase(base)
            let store = SQLOrderStore(database: database)
            for combination in Self.indexed {
                for (range, after) in [(false, nil), (false, Self.count / 2), (true, Self.count / 2)] {
                    for sorted in CreationOrder.allCases {
                        var filter = combination.filter
                        if range {
                            filter.from = ManyOrders.start.advanced(by: .seconds(10))
                            filter.to = ManyOrders.start.advanced(by: .seconds(Self.count - 10))
                        }
                        _ = try await store.orders(
                            matching: filter,
                            sorted: sorted,
                            after: after.flatMap(ManyOrders.id),
                            limit: .standard
                        )
                        let plans = try await plans(of: database.takeQueries(), on: base)
                        let what = "\(combination.name), \(sorted), range \(range), after \(after ?? 0): \(plans)"
                        #expect(plans.contains { isAlong(combination, $0, kind) }, "\(what)")
                        #expect(!plans.contains { isWasteful($0, combination, kind) }, "\(what)")
                    }
                }
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `any other combination looks at a bounded number of rows and hands out a cursor`(
        kind: DatabaseKind
    ) async throws {
        try await kind.withDatabase { base in
            try await ManyOrders.insert(Self.count, into: base)
            let database = RecordingDatabase(base)
            let store = SQLOrderStore(database: database, maximumScannedRows: 1_000)
            // Nothing matches: each page is empty and goes on 1,000 orders later.
            let filters = [
                OrderFilter(channel: .shopify),
                OrderFilter(status: .created, channel: .shopify),
                OrderFilter(status: .failed, sku: SKU(trusted: "SKU-1")),
                OrderFilter(channel: .shopify, from: ManyOrders.start),
            ]
            for filter in filters.prefix(2) + filters.suffix(1) {
                let page = try await store.orders(
                    matching: filter,
                    sorted: .oldestFirst,
                    after: nil,
                    limit: .standard
                )
                #expect(page.elements.isEmpty)
                let expected = filter.status == nil ? 999 : 1_000
                #expect(page.next == ManyOrders.id(expected), "\(filter)")
                let plans = try await plans(of: database.takeQueries(), on: base)
                #expect(!plans.contains { $0.contains("Seq Scan") }, "\(filter): \(plans)")
            }
            let bySKU = try await store.orders(
                matching: filters[2],
                sorted: .oldestFirst,
                after: nil,
                limit: .standard
            )
            #expect(bySKU.elements.isEmpty && bySKU.next == nil)
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `the edge of a scan through a SKU is found along the SKU's index`(kind: DatabaseKind) async throws {
        try await kind.withDatabase { base in
            try await ManyOrders.insert(Self.count, into: base)
            let database = RecordingDatabase(base)
            let store = SQLOrderStore(database: database, maximumScannedRows: 100)
            for sorted in CreationOrder.allCases {
                _ = try await store.orders(
                    matching: OrderFilter(channel: .shopify, sku: SKU(trusted: "SKU-7")),
                    sorted: sorted,
                    after: nil,
                    limit: .standard
                )
                let edges = database.takeQueries().filter { $0.sql.contains("OFFSET") }
                let plan = try #require(try await plans(of: edges, on: base).first)
                #expect(plan.contains("order_lines_sku"), "\(plan)")
                #expect(!plan.contains(/Sort|HashAggregate|Seq Scan|TEMP B-TREE/), "\(plan)")
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases)
    func `an order, its events and its keys are found by their keys`(kind: DatabaseKind) async throws {
        try await kind.withDatabase { base in
            try await ManyOrders.insert(Self.count, into: base)
            let database = RecordingDatabase(base)
            let store = SQLOrderStore(database: database)
            let id = try #require(ManyOrders.id(77))
            _ = try await store.order(id)
            _ = try await store.events(of: id, after: 0, limit: 10)
            _ = try await store.events(after: nil, limit: 10)
            let plans = try await plans(of: database.takeQueries(), on: base)
            #expect(plans.count == 4)
            for plan in plans {
                #expect(!plan.contains("Seq Scan on order"), "\(plan)")
                #expect(!plan.contains("SCAN order"), "\(plan)")
            }
        }
    }

    private func plans(of queries: [RecordingDatabase.Query], on database: any SQLDatabase) async throws -> [String] {
        try await database.read { connection in
            try queries.map { query in
                let isSQLite = connection.dialect == .sqlite
                let explain = isSQLite ? "EXPLAIN QUERY PLAN " : "EXPLAIN (COSTS OFF) "
                return try connection.rows(explain + query.sql, query.arguments) { try $0.text(isSQLite ? 3 : 0) }
                    .joined(separator: "\n")
            }
        }
    }

    private func isAlong(_ combination: Combination, _ plan: String, _ kind: DatabaseKind) -> Bool {
        let isPrimary = combination.index == "orders primary key"
        switch kind {
        // A table without row ids is its primary key.
        case .sqlite: return isPrimary ? plan.contains(/(SCAN|SEARCH) o/) : plan.contains("INDEX \(combination.index)")
        case .postgres: return plan.contains(isPrimary ? "orders_pkey" : combination.index)
        }
    }

    /// The lines of the page's orders are sorted, 100 orders at most, and so are the orders of one external id.
    private func isWasteful(_ plan: String, _ combination: Combination, _ kind: DatabaseKind) -> Bool {
        if plan.contains("Seq Scan") { return true }
        if plan.contains("order_lines_pkey") || plan.contains("order_lines USING PRIMARY KEY") { return false }
        if combination.index == "orders_external_order_id" { return false }
        // The ids come in order up to the limit; their orders are sorted once more after the join.
        if combination.index == "order_lines_sku" { return !plan.contains(kind == .sqlite ? "MATERIALIZE s" : "Limit") }
        return plan.contains("Sort") || plan.contains("TEMP B-TREE")
    }
}
