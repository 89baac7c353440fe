import ArgumentParser
import OMSKernel

struct ShipmentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shipments",
        abstract: "Show and track shipments, print labels, and set the sandbox carrier.",
        subcommands: [
            ShipmentsListCommand.self, ShipmentsShowCommand.self, ShipmentsLabelCommand.self,
            ShipmentsEventsCommand.self, ShipmentsTrackCommand.self, ShipmentsCarrierCommand.self,
        ]
    )
}

struct ShipmentsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List shipments, oldest first.")

    @Option(help: "CREATED, LABELLED, CONFIRMED, IN_TRANSIT, DELIVERED or CANCELLED.") var status: String?
    @Option(help: "Only the attempts to ship this order.") var order: String?
    @OptionGroup var page: PageOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let headings = ["SHIPMENT", "ORDER", "ATTEMPT", "STATUS", "TRACKING NUMBER", "UPDATED"]
        let query = [(name: "status", value: status), (name: "orderId", value: order)]
        try await client.list("/shipments", query: query, page: page, table: headings) { shipment in
            ["shipmentId", "orderId", "attempt", "status", "trackingNumber", "updatedAt"].map { shipment[$0].shown }
        }
    }
}

struct ShipmentsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a shipment.")

    @Argument(help: "The shipment's id.") var shipment: String
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.show(APIRequest(.get, "/shipments/\(URLText.escaped(shipment))"), ShipmentView.show)
    }
}

struct ShipmentsLabelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label",
        abstract: "Write a shipment's label, or the collection slip of a pick-up, to the standard output."
    )

    @Argument(help: "The shipment's id.") var shipment: String
    @Option(help: "svg or zpl.") var format: String = "svg"
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let path = "/shipments/\(URLText.escaped(shipment))/label"
        let request = APIRequest(.get, path, query: [("format", format)])
        let answer = try await APIClient.with(client.configuration()) { try await $0.send(request) }
        // The line's own end is written again.
        Terminal.line(bytes: answer.body.last == UInt8(ascii: "\n") ? Array(answer.body.dropLast()) : answer.body)
    }
}

struct ShipmentsEventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List what was reported of a shipment."
    )

    @Argument(help: "The shipment's id.") var shipment: String
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let path = "/shipments/\(URLText.escaped(shipment))/events"
        try await client.show(APIRequest(.get, path)) { page in
            var table = Table(["EVENT", "TYPE", "OCCURRED", "RECEIVED", "REPORTED BY"])
            for event in page["data"].entries {
                table.add(["eventId", "type", "occurredAt", "receivedAt", "actor"].map { event[$0].shown })
            }
            for line in table.lines { Terminal.line(line) }
        }
    }
}

struct ShipmentsTrackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "track", abstract: "Report a shipment on its way.")

    @Argument(help: "The shipment's id.") var shipment: String
    @Argument(help: "IN_TRANSIT or DELIVERED.") var type: String
    @Option(help: "The event's id: a repetition of it changes nothing.") var eventID: String
    @Option(help: "When it happened, such as 2026-11-20T10:00:00Z; now if not given.") var at: String?
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let body = JSONWriter.object { writer in
            writer.member("eventId", eventID)
            writer.member("type", type)
            if let at { writer.member("occurredAt", at) }
        }
        let path = "/shipments/\(URLText.escaped(shipment))/events"
        try await client.show(APIRequest(.post, path, body: Array(body.utf8), isRepeatable: true), ShipmentView.show)
    }
}

struct ShipmentsCarrierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "carrier",
        abstract: "Show how the sandbox carrier behaves, or set it: what is not named is 0 or off then."
    )

    @Flag(help: "Let it do what it is asked at once.") var reliable = false
    @Option(help: "How long each answer takes, in milliseconds, at most 60000.") var latency: Int64?
    @Option(help: "How many of 100 requests fail by chance.") var errorPercent: Int64?
    @Option(help: "How many of the next requests fail for sure.") var failNext: Int64?
    @Flag(help: "Let every request fail.") var out = false
    @OptionGroup var client: ClientOptions

    func run() async throws {
        let isSet = reliable || out || latency != nil || errorPercent != nil || failNext != nil
        let body = JSONWriter.object { writer in
            writer.member("latencyMilliseconds", latency ?? 0)
            writer.member("errorPercent", errorPercent ?? 0)
            writer.member("isOut", out)
            writer.member("failNext", failNext ?? 0)
        }
        let path = "/shipping/carrier"
        let request =
            isSet ? APIRequest(.put, path, body: Array(body.utf8), isRepeatable: true) : APIRequest(.get, path)
        try await client.show(request) { carrier in
            var listing = Listing()
            for (name, member) in [
                ("latency in ms", "latencyMilliseconds"), ("errors of 100", "errorPercent"), ("out", "isOut"),
                ("fails next", "failNext"),
            ] { listing.add(name, carrier[member].shown) }
            listing.show()
        }
    }
}

/// Shows a shipment to people.
enum ShipmentView {
    static func show(_ shipment: JSONValue) {
        var listing = Listing()
        for (name, member) in [
            ("shipment", "shipmentId"), ("order", "orderId"), ("attempt", "attempt"), ("status", "status"),
            ("carrier", "carrier"), ("service", "service"), ("tracking number", "trackingNumber"),
            ("collection code", "collectionCode"), ("created", "createdAt"), ("updated", "updatedAt"),
            ("handed over", "confirmedAt"),
        ] { listing.add(name, shipment[member].shown) }
        listing.show()
    }
}
