import ArgumentParser
import OMSKernel

struct InventorySupplierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "supplier",
        abstract: "Show how the sandbox supplier behaves, or set it: what is not named is 0 or off then."
    )

    @Flag(help: "Let it do what it is asked, and send goods at once.") var reliable = false
    @Option(help: "How long after an order the goods come, in milliseconds.") var delay: Int64?
    @Flag(help: "Let goods never come.") var never = false
    @Option(help: "How many of 100 requests fail by chance.") var errorPercent: Int64?
    @Option(help: "How many of the next requests fail for sure.") var failNext: Int64?
    @Flag(help: "Let every request fail.") var out = false
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let isSet = reliable || never || out || delay != nil || errorPercent != nil || failNext != nil
        let body = JSONWriter.object { writer in
            writer.member("delayMilliseconds", delay ?? 0)
            writer.member("neverSends", never)
            writer.member("errorPercent", errorPercent ?? 0)
            writer.member("isOut", out)
            writer.member("failNext", failNext ?? 0)
        }
        let path = "/purchasing/supplier"
        let request =
            isSet ? APIRequest(.put, path, body: Array(body.utf8), isRepeatable: true) : APIRequest(.get, path)
        try await client.show(request) { supplier in
            var listing = Listing()
            for (name, member) in [
                ("delay in ms", "delayMilliseconds"), ("never sends", "neverSends"), ("errors of 100", "errorPercent"),
                ("out", "isOut"), ("fails next", "failNext"),
            ] { listing.add(name, supplier[member].shown) }
            listing.show()
        }
    }
}
