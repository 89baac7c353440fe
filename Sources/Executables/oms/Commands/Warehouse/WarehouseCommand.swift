import ArgumentParser
import OMSKernel

struct WarehouseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "warehouse",
        abstract: "Work through the queue of pick tasks, and pack orders.",
        subcommands: [
            WarehouseTasksCommand.self, WarehouseCompleteCommand.self, WarehouseOrdersCommand.self,
            WarehouseShowCommand.self, WarehousePackedCommand.self,
        ]
    )
}

struct WarehouseTasksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tasks",
        abstract: "List open pick tasks: orders of higher priority first, then by age."
    )

    @OptionGroup var page: PageOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let headings = ["TASK", "ORDER", "LINE", "SKU", "QUANTITY", "PRIORITY", "SINCE"]
        try await client.list("/warehouse/tasks", query: [], page: page, table: headings) { task in
            ["taskId", "orderId", "lineNumber", "sku", "quantity", "priority", "createdAt"].map { task[$0].shown }
        }
    }
}

struct WarehouseCompleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "complete", abstract: "Mark a task as picked.")

    @Argument(help: "The task's id.") var task: String
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let request = APIRequest(.post, "/warehouse/tasks/\(URLText.escaped(task))/complete", isRepeatable: true)
        try await client.show(request, PickTaskView.show)
    }
}

struct WarehouseOrdersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders",
        abstract: "List orders by where their picking is; without --status, those to be packed."
    )

    @Option(help: "PICKING, PICKED, PACKED or CANCELLED.") var status: String?
    @OptionGroup var page: PageOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let headings = ["ORDER", "STATUS", "PRIORITY", "OPEN", "SINCE", "PACKED"]
        let query = [(name: "status", value: status)]
        try await client.list("/warehouse/orders", query: query, page: page, table: headings) { wave in
            ["orderId", "status", "priority", "openTasks", "createdAt", "packedAt"].map { wave[$0].shown }
        }
    }
}

struct WarehouseShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show the picking of an order.")

    @Argument(help: "The order's id.") var order: String
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.show(APIRequest(.get, "/warehouse/orders/\(URLText.escaped(order))"), PickWaveView.show)
    }
}

struct WarehousePackedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "packed", abstract: "Mark an order as packed.")

    @Argument(help: "The order's id.") var order: String
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let request = APIRequest(.post, "/warehouse/orders/\(URLText.escaped(order))/packed", isRepeatable: true)
        try await client.show(request, PickWaveView.show)
    }
}

/// Shows a pick task to people.
enum PickTaskView {
    static func show(_ task: JSONValue) {
        var listing = Listing()
        for (name, member) in [
            ("task", "taskId"), ("order", "orderId"), ("line", "lineNumber"), ("sku", "sku"), ("quantity", "quantity"),
            ("status", "status"), ("picked by", "pickedBy"), ("updated", "updatedAt"),
        ] { listing.add(name, task[member].shown) }
        listing.show()
    }
}

/// Shows the picking of an order to people.
enum PickWaveView {
    static func show(_ wave: JSONValue) {
        var listing = Listing()
        for (name, member) in [
            ("order", "orderId"), ("status", "status"), ("priority", "priority"), ("open tasks", "openTasks"),
            ("since", "createdAt"), ("packed", "packedAt"),
        ] { listing.add(name, wave[member].shown) }
        listing.show()
        var table = Table(["LINE", "TASK", "SKU", "QUANTITY", "STATUS", "PICKED BY"])
        for task in wave["tasks"].entries {
            table.add(["lineNumber", "taskId", "sku", "quantity", "status", "pickedBy"].map { task[$0].shown })
        }
        for line in table.lines { Terminal.line(line) }
    }
}
