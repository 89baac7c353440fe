import ArgumentParser
import Foundation
import OMSKernel

/// An order as the command line has it: a file, or flags.
struct OrderOptions: ParsableArguments {
    @Option(help: "A file with the order as JSON; - reads the standard input.") var file: String?
    @Option(help: "SKU=QUANTITY or SKU=QUANTITY@PRICE; once for each item.") var item: [String] = []
    @Option(help: "The currency of the prices.") var currency: String?
    @Option(help: "The order's idempotency key; made when there is none.") var requestId: String?
    @Option(help: "The order's id in its channel.") var externalOrderId: String?
    @Option(help: "MANUAL, SHOPIFY or OTHER.") var channel: String?
    @Option(help: "0 to 9, higher first.") var priority: Int64?
    @Option(help: "The customer's id.") var customerId: String?
    @Option(help: "A part of the address: --ship-to name='Ada L' --ship-to country=NO …") var shipTo: [String] = []

    func validate() throws {
        guard (file == nil) != item.isEmpty else {
            throw ValidationError("Give either --file, or --item for each item.")
        }
        for text in shipTo where !text.contains("=") { throw ValidationError("--ship-to \(text): write PART=TEXT.") }
        for text in item where OrderItemText(text) == nil {
            throw ValidationError("--item \(text): write SKU=QUANTITY or SKU=QUANTITY@PRICE.")
        }
    }

    /// The request that sends the order. Without a key of its own it gets one, so that it can be sent again when an
    /// answer is lost.
    func request(to path: String) async throws -> APIRequest {
        var headers: [(name: String, value: String)] = []
        let body = try await body()
        let named = try APIAnswer(status: 0, retryAfter: nil, etag: nil, isReplay: false, body: body).decoded(
            as: JSONValue.self
        )
        if named["requestId"] == .null {
            headers.append(("idempotency-key", "\"\(requestId ?? "cli-\(UUID().uuidString.lowercased())")\""))
        }
        return APIRequest(.post, path, body: body, headers: headers, isRepeatable: true)
    }

    private func body() async throws -> [UInt8] {
        guard let file else { return Array(JSONWriter.object(write).utf8) }
        let source = try ByteSource(path: file)
        var bytes: [UInt8] = []
        while true {
            let chunk = try await source.read()
            if chunk.isEmpty { return bytes }
            bytes += chunk
            guard bytes.count <= LineSplitter.maximumLineLength else {
                throw CommandFailure("\(file) is longer than \(LineSplitter.maximumLineLength) bytes", exit: .invalid)
            }
        }
    }

    private func write(_ writer: inout JSONWriter) {
        if let externalOrderId { writer.member("externalOrderId", externalOrderId) }
        if let channel { writer.member("channel", channel) }
        if let priority { writer.member("priority", priority) }
        if let customerId { writer.member("customerId", customerId) }
        if !shipTo.isEmpty {
            writer.member(
                "shipTo",
                object: { writer in
                    for text in shipTo {
                        let name = text.prefix { $0 != "=" }
                        writer.member(String(name), String(text.dropFirst(name.count + 1)))
                    }
                }
            )
        }
        writer.member("items", array: item.compactMap { OrderItemText($0) }) { writer, item in
            writer.object { writer in
                writer.member("sku", item.sku)
                writer.member("quantity", item.quantity)
                guard let price = item.price else { return }
                writer.member(
                    "unitPrice",
                    object: { writer in
                        writer.member("amount", price)
                        if let currency { writer.member("currency", currency) }
                    }
                )
            }
        }
    }
}

/// An item as the command line has it: `A-1=2@19.99`. The SKU itself may hold `=` and `@`.
package struct OrderItemText: Sendable, Equatable {
    package let sku: String
    package let quantity: Int64
    package let price: String?

    package init?(_ text: String) {
        guard let equals = text.lastIndex(of: "=") else { return nil }
        let rest = text[text.index(after: equals)...]
        let digits = rest.prefix { $0 != "@" }
        guard let quantity = Int64(digits), equals > text.startIndex else { return nil }
        sku = String(text[..<equals])
        self.quantity = quantity
        price = rest.count > digits.count ? String(rest.dropFirst(digits.count + 1)) : nil
    }
}
