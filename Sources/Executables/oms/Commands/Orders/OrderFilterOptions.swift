import ArgumentParser

/// Which orders a list or an export has.
struct OrderFilterOptions: ParsableArguments {
    enum Sort: String, CaseIterable, ExpressibleByArgument {
        case newest
        case oldest
    }

    @Option(help: "CREATED, VALIDATED, RESERVED, FULFILLING, SHIPPED, CANCELLED or FAILED.")
    var status: String?
    @Option(help: "MANUAL, SHOPIFY or OTHER.")
    var channel: String?
    @Option(help: "The customer's id.")
    var customerId: String?
    @Option(help: "The order's id in its channel, exactly.")
    var externalOrderId: String?
    @Option(help: "A SKU that one of its items has, exactly.")
    var sku: String?
    @Option(help: "Created at this time or later: 2026-11-20 or 2026-11-20T10:00:00Z.")
    var from: String?
    @Option(help: "Created before this time.")
    var to: String?
    @Option(help: "newest or oldest first.")
    var sort: Sort?

    func query(standardSort: Sort? = nil) -> [(name: String, value: String?)] {
        [
            ("status", status), ("channel", channel), ("customerId", customerId),
            ("externalOrderId", externalOrderId), ("sku", sku), ("from", from), ("to", to),
            ("sort", (sort ?? standardSort)?.rawValue),
        ]
    }
}
