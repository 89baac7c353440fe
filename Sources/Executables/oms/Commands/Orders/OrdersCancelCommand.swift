import ArgumentParser
import OMSKernel

struct OrdersCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "cancel", abstract: "Cancel an order.")

    @Argument(help: "The order's id.") var order: String
    @Option(help: "Why.") var reason: String?
    @Option(help: "Cancel only when the order still has this version.") var ifVersion: Int64?
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let body = JSONWriter.object { if let reason { $0.member("reason", reason) } }
        let request = APIRequest(
            .post,
            "/orders/\(URLText.escaped(order))/cancel",
            body: Array(body.utf8),
            headers: ifVersion.map { [("if-match", "\"\($0)\"")] } ?? [],
            // An order that is cancelled already answers 200.
            isRepeatable: ifVersion == nil
        )
        try await client.show(request) { answer in
            Terminal.line("\(answer["orderId"].shown ?? order) \(answer["status"].shown ?? "")")
        }
    }
}
