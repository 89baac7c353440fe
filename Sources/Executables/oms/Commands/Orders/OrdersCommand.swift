import ArgumentParser

struct OrdersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders",
        abstract: "Place, find, cancel, trace, import and export orders.",
        subcommands: [
            OrdersCreateCommand.self, OrdersShowCommand.self, OrdersListCommand.self, OrdersCancelCommand.self,
            OrdersEventsCommand.self, OrdersTraceCommand.self, OrdersImportCommand.self, OrdersExportCommand.self,
        ]
    )
}

/// Shows orders to people.
enum OrderView {
    static let headings = ["ORDER", "STATUS", "CHANNEL", "EXTERNAL ID", "PRIORITY", "ITEMS", "TOTAL", "CREATED"]

    static func row(_ order: JSONValue) -> [String?] {
        [
            order["orderId"].shown, order["status"].shown, order["channel"].shown, order["externalOrderId"].shown,
            order["priority"].shown, String(order["items"].entries.count), order["total"].money,
            order["createdAt"].shown,
        ]
    }

    static func show(_ order: JSONValue) {
        var listing = Listing()
        listing.add("order", order["orderId"].shown)
        listing.add("status", order["status"].shown)
        listing.add("step", order["step"].shown)
        listing.add("waits for", order["blockingReason"].shown)
        listing.add("since", order["since"].shown)
        listing.add("cancellation", cancellation(order["cancellation"]))
        listing.add("failure", order["failureReason"].shown)
        listing.add("channel", order["channel"].shown)
        listing.add("external id", order["externalOrderId"].shown)
        listing.add("request id", order["requestId"].shown)
        listing.add("priority", order["priority"].shown)
        listing.add("customer", order["customerId"].shown)
        listing.add("ship to", address(order["shipTo"]))
        listing.add("total", order["total"].money)
        listing.add("version", order["version"].shown)
        listing.add("created", order["createdAt"].shown)
        listing.add("updated", order["updatedAt"].shown)
        listing.show()
        Terminal.line("")
        var table = Table(["SKU", "QUANTITY", "UNIT PRICE", "STATUS"])
        for item in order["items"].entries {
            table.add([item["sku"].shown, item["quantity"].shown, item["unitPrice"].money, item["status"].shown])
        }
        table.show()
    }

    private static func cancellation(_ wish: JSONValue) -> String? {
        guard let outcome = wish["outcome"].shown else { return nil }
        return ([outcome, "of \(wish["requestedAt"].shown ?? "")"] + [wish["refusal"].shown].compactMap(\.self))
            .joined(separator: " ")
    }

    private static func address(_ shipTo: JSONValue) -> String? {
        guard case .object = shipTo else { return "pick-up" }
        return ["name", "line1", "line2", "postalCode", "city", "region", "country", "phone", "email"]
            .compactMap { shipTo[$0].shown }.joined(separator: ", ")
    }
}
