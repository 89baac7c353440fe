import ArgumentParser

struct OrdersCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Place an order.",
        discussion: """
            From a file with the JSON that POST /orders takes, or from flags:
              oms orders create --item A-1=2@19.99 --item B-7=1@5.00 --currency USD --external-order-id SHOP-1001
            The same --request-id places the order once, however often the command runs.
            """
    )

    @OptionGroup var order: OrderOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.show(try await order.request(to: "/orders"), OrderView.show)
    }
}
