import ArgumentParser

struct SubmissionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submissions",
        abstract: "Submit orders that are held until the order store can take them.",
        subcommands: [SubmissionsCreateCommand.self, SubmissionsShowCommand.self]
    )
}

struct SubmissionsCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Submit an order.",
        discussion: """
            As `oms orders create`, and answered also while the order store is away:
              oms submissions create --item A-1=2 --request-id checkout-1001
            """
    )

    @OptionGroup var order: OrderOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.show(try await order.request(to: "/submissions")) { answer in
            Terminal.line("\(answer["requestId"].shown ?? "") \(answer["status"].shown ?? "")")
        }
    }
}

struct SubmissionsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show where a submission is.")

    @Argument(help: "The submission's request id.") var requestID: String
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.show(APIRequest(.get, "/submissions/\(URLText.escaped(requestID))")) { submission in
            var listing = Listing()
            listing.add("request id", submission["requestId"].shown)
            listing.add("status", submission["status"].shown)
            listing.add("order", submission["orderId"].shown)
            listing.add("reason", submission["reason"].shown)
            listing.add("workflow", submission["workflowId"].shown)
            listing.show()
        }
    }
}
