import Foundation

/// Shows events to people.
enum EventView {
    private static let headings = ["SEQUENCE", "TIME", "TYPE", "ACTOR", "DATA"]

    static var header: String { "SEQ  TIME                      TYPE                     ACTOR  DATA" }

    static func show(_ events: [JSONValue], json: Bool) {
        if json {
            for event in events { Terminal.line(event.text) }
            return
        }
        var table = Table(headings)
        for event in events { table.add(row(event)) }
        table.show()
    }

    /// Shows an event of a stream, whose width nobody knows yet.
    static func show(_ event: ServerSentEvents.Event, json: Bool) {
        guard !json else { return Terminal.line(event.data) }
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(event.data.utf8)) else { return }
        showLine(value, json: false)
    }

    static func showLine(_ value: JSONValue, json: Bool) {
        guard !json else { return Terminal.line(value.text) }
        let cells = row(value).map { PlainText.shown($0 ?? "-") }
        let widths = [3, 24, 23, 5, 0]
        let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: max(0, $1 - PlainText.width($0))) }
        Terminal.line(padded.joined(separator: "  "))
    }

    private static func row(_ event: JSONValue) -> [String?] {
        [
            event["sequence"].shown, event["createdAt"].shown, event["type"].shown, event["actor"].shown,
            event["payload"].text,
        ]
    }
}
