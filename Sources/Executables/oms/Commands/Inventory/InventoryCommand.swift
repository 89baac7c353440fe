import ArgumentParser
import OMSKernel

struct InventoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inventory",
        abstract: "Show and adjust stock, set when to reorder, and what kits are made of.",
        subcommands: [
            InventoryListCommand.self, InventoryShowCommand.self, InventorySetCommand.self,
            InventoryAdjustCommand.self, InventoryComponentsCommand.self, InventoryMovementsCommand.self,
            InventorySupplierCommand.self,
        ]
    )

    /// The path of a SKU, or of something below it.
    static func path(_ sku: String, _ rest: String = "") -> String {
        "/inventory/\(URLText.escaped(sku))\(rest)"
    }
}

struct InventoryListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List stock by SKU.")

    @OptionGroup var page: PageOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let headings = ["SKU", "ON HAND", "RESERVED", "AVAILABLE", "REORDER AT", "REORDER", "UPDATED"]
        let members = [
            "sku", "onHand", "reserved", "available", "reorderPoint", "reorderQuantity", "updatedAt",
        ]
        try await client.list("/inventory", query: [], page: page, table: headings) { level in
            members.map { level[$0].shown }
        }
    }
}

struct InventoryShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show the stock of a SKU.")

    @Argument(help: "The SKU.") var sku: String
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.show(APIRequest(.get, InventoryCommand.path(sku)), StockLevelView.show)
    }
}

struct InventorySetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set when more of a SKU is ordered, and how much at a time; 0 turns it off."
    )

    @Argument(help: "The SKU.") var sku: String
    @Option(help: "Order more when fewer than this are available.") var reorderPoint: Int64
    @Option(help: "How many to order at a time.") var reorderQuantity: Int64
    @Option(help: "Only when the stock has this version.") var ifVersion: Int64?
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let body = JSONWriter.object { writer in
            writer.member("reorderPoint", reorderPoint)
            writer.member("reorderQuantity", reorderQuantity)
        }
        let request = APIRequest(
            .put,
            InventoryCommand.path(sku),
            body: Array(body.utf8),
            headers: ifVersion.map { [("if-match", "\"\($0)\"")] } ?? [],
            isRepeatable: ifVersion == nil
        )
        try await client.show(request, StockLevelView.show)
    }
}

struct InventoryAdjustCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adjust",
        abstract: "Add pieces to the stock of a SKU, or take them away: `oms inventory adjust A-1 -5 --reason count`.",
        discussion: "A SKU that is not known becomes known."
    )

    @Argument(help: "The SKU.") var sku: String
    @Argument(parsing: .allUnrecognized, help: "How many pieces: 10, or -5.") var delta: [String] = []
    @Option(help: "Why; receipt for goods that came in.") var reason: String = "receipt"
    @Option(help: "The idempotency key; made if not given. Give the same one when you try again.") var key: String?
    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard delta.count == 1, Int64(delta[0]) != nil else {
            throw ArgumentParser.ValidationError("Give one whole number of pieces: 10, or -5.")
        }
    }

    func run() async throws {
        let key = key ?? SystemIDGenerator().next(at: SystemWallClock().now()).description
        let body = JSONWriter.object { writer in
            writer.member("delta", delta.first.flatMap { Int64($0) })
            writer.member("reason", reason)
        }
        let request = APIRequest(
            .post,
            InventoryCommand.path(sku, "/adjustments"),
            body: Array(body.utf8),
            headers: [("idempotency-key", key)],
            isRepeatable: true
        )
        try await client.show(request) { movement in
            var listing = Listing()
            for (name, member) in [
                ("movement", "movementId"), ("sku", "sku"), ("kind", "kind"), ("on hand", "onHandDelta"),
                ("reason", "reason"), ("by", "actor"), ("at", "createdAt"),
            ] { listing.add(name, movement[member].shown) }
            listing.show()
        }
    }
}

struct InventoryComponentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "components",
        abstract: "Show what a kit is made of, or set it: `oms inventory components GIFT-1 --set A-1=2 --set B-1=1`."
    )

    @Argument(help: "The kit's SKU.") var sku: String
    @Option(help: "A component and how many of it, as SKU=QUANTITY; once for each.") var set: [String] = []
    @Flag(help: "Make it a plain SKU again.") var clear = false
    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard set.isEmpty || !clear else { throw ArgumentParser.ValidationError("Give --set or --clear, not both.") }
        for text in set where Self.component(text) == nil {
            throw ArgumentParser.ValidationError("--set \(text) must be SKU=QUANTITY, such as A-1=2.")
        }
    }

    func run() async throws {
        let path = InventoryCommand.path(sku, "/components")
        let body = JSONWriter.object { writer in
            writer.member("components", array: set.compactMap(Self.component)) { writer, component in
                writer.object { writer in
                    writer.member("sku", component.sku)
                    writer.member("quantity", component.quantity)
                }
            }
        }
        let request =
            set.isEmpty && !clear
            ? APIRequest(.get, path) : APIRequest(.put, path, body: Array(body.utf8), isRepeatable: true)
        try await client.show(request) { kit in
            var table = Table(["COMPONENT", "QUANTITY"])
            for component in kit["components"].entries {
                table.add(["sku", "quantity"].map { component[$0].shown })
            }
            table.show()
        }
    }

    /// A SKU may hold an equals sign: the last one separates.
    static func component(_ text: String) -> (sku: String, quantity: Int64)? {
        guard let sign = text.lastIndex(of: "="), let quantity = Int64(text[text.index(after: sign)...]),
            sign > text.startIndex
        else { return nil }
        return (String(text[..<sign]), quantity)
    }
}

struct InventoryMovementsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "movements",
        abstract: "List what changed of a SKU's stock, newest first."
    )

    @Argument(help: "The SKU.") var sku: String
    @OptionGroup var page: PageOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let headings = ["TIME", "KIND", "ON HAND", "RESERVED", "ORDER", "REASON", "BY"]
        let members = ["createdAt", "kind", "onHandDelta", "reservedDelta", "orderId", "reason", "actor"]
        let path = InventoryCommand.path(sku, "/movements")
        try await client.list(path, query: [], page: page, table: headings) { movement in
            members.map { movement[$0].shown }
        }
    }
}

/// Shows the stock of a SKU to people.
enum StockLevelView {
    static func show(_ level: JSONValue) {
        var listing = Listing()
        for (name, member) in [
            ("sku", "sku"), ("on hand", "onHand"), ("reserved", "reserved"), ("available", "available"),
            ("reorder at", "reorderPoint"), ("reorder", "reorderQuantity"), ("replenishing", "isReplenishing"),
            ("version", "version"), ("updated", "updatedAt"),
        ] { listing.add(name, level[member].shown) }
        listing.show()
    }
}
