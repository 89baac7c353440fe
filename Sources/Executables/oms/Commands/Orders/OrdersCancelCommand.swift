import ArgumentParser
import OMSKernel

struct OrdersCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "cancel", abstract: "Cancel an order.")

    @Argument(help: "The order's id.") var order: String
    @Option(help: "Why.") var reason: String?
    @Option(help: "Cancel only when the order still has this version.") var ifVersion: Int64?
    @Flag(help: "Only tell what would be undone.") var dryRun = false
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let body = JSONWriter.object { if let reason { $0.member("reason", reason) } }
        let request = APIRequest(
            .post,
            "/orders/\(URLText.escaped(order))/cancel\(dryRun ? "?dryRun=true" : "")",
            body: Array(body.utf8),
            headers: ifVersion.map { [("if-match", "\"\($0)\"")] } ?? [],
            // An order that is cancelled already answers 200, and a wish is kept once.
            isRepeatable: ifVersion == nil
        )
        try await client.show(request) { answer in
            Terminal.line("\(answer["orderId"].shown ?? order) \(answer["status"].shown ?? "")")
            let undoing = answer["plannedCompensations"].entries.compactMap(\.shown).joined(separator: ", ")
            guard answer["status"].shown != "CANCELLED" else { return }
            let what = undoing.isEmpty ? "nothing to undo" : undoing
            Terminal.line(dryRun ? "would be cancelled: \(what)" : "is being cancelled: \(what)")
        }
    }
}
