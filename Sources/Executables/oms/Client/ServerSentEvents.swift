/// Reads a `text/event-stream` (WHATWG HTML, section 9.2), push by push.
package struct ServerSentEvents: Sendable {
    package struct Event: Sendable, Equatable {
        package let id: String?
        package let type: String
        package let data: String

        package init(id: String?, type: String, data: String) {
            self.id = id
            self.type = type
            self.data = data
        }
    }

    private var splitter = LineSplitter()
    private var lastID: String?
    private var type = ""
    private var data: [String] = []

    package init() {}

    /// Takes the next bytes and hands out the events that ended in them. A line that is too long is dropped.
    package mutating func feed(_ bytes: some Collection<UInt8>) -> [Event] {
        var lines: [LineSplitter.Line] = []
        splitter.feed(bytes) { lines.append($0) }
        var events: [Event] = []
        for case .whole(let bytes, _) in lines {
            if let event = take(String(decoding: bytes, as: UTF8.self)) { events.append(event) }
        }
        return events
    }

    private mutating func take(_ line: String) -> Event? {
        guard !line.isEmpty else {
            defer {
                type = ""
                data = []
            }
            guard !data.isEmpty else { return nil }
            return Event(id: lastID, type: type.isEmpty ? "message" : type, data: data.joined(separator: "\n"))
        }
        let name = line.prefix { $0 != ":" }
        var value = line.dropFirst(name.count).dropFirst()
        if value.first == " " { value = value.dropFirst() }
        switch name {
        case "id": lastID = String(value)
        case "event": type = String(value)
        case "data": data.append(String(value))
        default: break
        }
        return nil
    }
}
