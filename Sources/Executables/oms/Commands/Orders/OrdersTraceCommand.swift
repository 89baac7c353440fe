import ArgumentParser
import OMSKernel

struct OrdersTraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Tell one order's whole story: when, what, who, and the trace to look for in the logs.",
        discussion: """
            Its events, and the steps of its workflows with every attempt of their activities, stand in one time line;
            the latter need a key with the scope workflows:read. A deleted order's story is told too, as far as its
            events tell it. With --log, the lines of the servers' logs that hold the order's id or the trace of one of
            its steps stand below it.
            """
    )

    @Argument(help: "The order's id.") var order: String
    @Option(help: "A server's log; once for each file, - for the standard input.") var log: [String] = []
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await APIClient.with(client.configuration()) { api in
            let events = try await api.events(of: order)
            let answer = try await api.answer(to: APIRequest(.get, "/orders/\(URLText.escaped(order))"))
            // Only an order that is not there was deleted.
            guard answer.isSuccess || answer.status == 404 else { throw answer.problem.failure }
            let current: JSONValue? = answer.isSuccess ? try answer.decoded() : nil
            let steps = events.map { OrderStep($0) }
            var lines = OrderLog(order: order, traces: steps.compactMap(\.traceID))
            for path in log { try await lines.read(path) }
            let requestID = current?["requestId"].shown ?? events.first?["payload"]["requestId"].shown
            let workflows = try await api.story(ofOrder: order, requestID: requestID)
            if workflows == nil {
                Terminal.note("What the order's workflows did cannot be told now, or not with this key.")
            }
            let timeline = OrderTimeline(events: steps, workflows: workflows ?? [])
            client.json ? showJSON(steps, timeline, current, lines) : show(timeline, current, lines)
        }
    }

    private func show(_ timeline: OrderTimeline, _ current: JSONValue?, _ log: OrderLog) {
        var listing = Listing()
        listing.add("order", order)
        listing.add("status", current.map { $0["status"].shown ?? "?" } ?? "deleted")
        listing.add("request id", current?["requestId"].shown)
        listing.add("external id", current?["externalOrderId"].shown)
        listing.add("step", current?["step"].shown)
        listing.add("waits for", current?["blockingReason"].shown)
        listing.add("since", current?["since"].shown)
        listing.show()
        Terminal.line("")
        timeline.table.show()
        guard !self.log.isEmpty else { return }
        Terminal.line("")
        for line in log.lines { Terminal.line(PlainText.shown(line.text)) }
        if log.leftOut > 0 { Terminal.note("\(log.leftOut) further lines of the log are left out.") }
    }

    private func showJSON(
        _ steps: [OrderStep],
        _ timeline: OrderTimeline,
        _ current: JSONValue?,
        _ log: OrderLog
    ) {
        Terminal.line(
            JSONWriter.object { writer in
                writer.member("orderId", order)
                writer.member("status", current?["status"].shown)
                writer.member("requestId", current?["requestId"].shown)
                writer.member("step", current?["step"].shown)
                writer.member("blockingReason", current?["blockingReason"].shown)
                writer.member("since", current?["since"].shown)
                writer.member("isDeleted", current == nil)
                writer.member("steps", array: steps) { writer, step in
                    writer.object { writer in
                        writer.member("sequence", step.event["sequence"].integer)
                        writer.member("time", step.timeText)
                        writer.member("type", step.type)
                        writer.member("actor", step.actor)
                        writer.member("change", step.change)
                        writer.member("traceId", step.traceID)
                        writer.member("payload", raw: step.event["payload"].text)
                    }
                }
                writer.key("timeline")
                timeline.write(to: &writer)
                writer.member("log", array: log.lines) { writer, line in
                    writer.object { writer in
                        writer.member("requestId", line.requestID)
                        writer.member("line", line.text)
                    }
                }
            }
        )
    }
}

/// One step of an order's story.
package struct OrderStep: Sendable {
    package let event: JSONValue

    package init(_ event: JSONValue) {
        self.event = event
    }

    var sequence: String? { event["sequence"].shown }
    var timeText: String? { event["createdAt"].shown }
    var time: Timestamp? { timeText.flatMap { Timestamp(rfc3339: $0) } }
    var type: String? { event["type"].shown }
    var actor: String? { event["actor"].shown }

    /// The second part of a W3C traceparent.
    package var traceID: String? {
        let parts = (event["traceparent"].shown ?? "").split(separator: "-")
        return parts.count >= 4 ? String(parts[1]) : nil
    }

    /// What the event's payload says, name by name.
    package var change: String {
        guard case .object(let members) = event["payload"] else { return "" }
        return members.sorted { $0.key < $1.key }.compactMap { name, value in
            switch value {
            case .null: nil
            case .array(let entries): "\(name) \(entries.count == 1 ? "1 entry" : "\(entries.count) entries")"
            case .object: "\(name) \(value.money ?? value.text)"
            default: "\(name) \(value.shown ?? "")"
            }
        }.joined(separator: ", ")
    }
}
