import ArgumentParser

struct OrdersShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one order.")

    @Argument(help: "The order's id.") var order: String
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.show(APIRequest(.get, "/orders/\(URLText.escaped(order))"), OrderView.show)
    }
}
