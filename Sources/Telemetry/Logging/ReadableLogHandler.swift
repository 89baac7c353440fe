package import Logging
package import OMSKernel

/// Writes log events for people: `10:00:00.000Z INFO  message  key=value`; times are UTC.
package struct ReadableLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let sink: any LogSink
    private let usesColor: Bool
    private let clock: any WallClock

    /// Creates a handler for one logger.
    /// - Parameters:
    ///   - sink: where lines go.
    ///   - usesColor: whether levels are coloured; see ``FileDescriptorLogSink/isTerminal``.
    ///   - level: events below it are not written.
    ///   - metadataProvider: adds what the current task is about.
    ///   - clock: tells the time of each line.
    package init(
        sink: any LogSink,
        usesColor: Bool,
        level: Logger.Level = .info,
        metadataProvider: Logger.MetadataProvider? = nil,
        clock: any WallClock = SystemWallClock()
    ) {
        self.sink = sink
        self.usesColor = usesColor
        logLevel = level
        self.metadataProvider = metadataProvider
        self.clock = clock
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let members = Logger.Metadata.effective(handler: metadata, provider: metadataProvider, event: event.metadata)
        var line = "\(clock.now().description.dropFirst(11)) \(Self.name(of: event.level, colored: usesColor)) "
        line += Self.text(event.message.description)
        if let error = event.error { line += "  error=\(Self.quoted("\(error)"))" }
        for (index, member) in members.prefix(LogLimits.maximumMembers).enumerated() {
            line += (index == 0 ? "  " : " ") + "\(Self.quoted(member.key))=\(Self.quoted(member.value.description))"
        }
        sink.offer(Array((line + "\n").utf8))
    }

    private static func text(_ text: String) -> String {
        LogText.harmless(text, keepingASCIIControls: false)
    }

    /// Bare when that cannot be misread, else in quotes.
    private static func quoted(_ value: String) -> String {
        let text = text(value)
        let isBare =
            !text.isEmpty
            && text.utf8.allSatisfy {
                $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=")
                    && $0 != UInt8(ascii: "\\")
            }
        return isBare ? text : "\"\(text.replacing("\"", with: "\\\""))\""
    }

    private static func name(of level: Logger.Level, colored: Bool) -> String {
        let (name, color) =
            switch level {
            case .trace: ("TRACE", 90)
            case .debug: ("DEBUG", 90)
            case .info: ("INFO ", 32)
            case .notice: ("NOTE ", 36)
            case .warning: ("WARN ", 33)
            case .error: ("ERROR", 31)
            case .critical: ("CRIT ", 35)
            }
        return colored ? "\u{1B}[\(color)m\(name)\u{1B}[0m" : name
    }
}
