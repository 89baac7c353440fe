import ArgumentParser

struct OrdersListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List orders.")

    @OptionGroup var filter: OrderFilterOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.list("/orders", query: filter.query(), page: page, table: OrderView.headings, OrderView.row)
    }
}
