package import Logging
package import OMSKernel

/// Writes each log event as one JSON object a line: `time` (RFC 3339), `level`, `logger`, `message`, `error`
/// when there is one, then the metadata's members.
///
/// A metadata key with one of those names gets `metadata.` before it.
package struct JSONLineLogHandler: LogHandler {
    private static let ownMembers: Set<String> = ["time", "level", "logger", "message", "error"]

    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let sink: any LogSink
    private let clock: any WallClock

    /// Creates a handler for one logger.
    /// - Parameters:
    ///   - label: the logger's name.
    ///   - sink: where lines go.
    ///   - level: events below it are not written.
    ///   - metadataProvider: adds what the current task is about.
    ///   - clock: tells the time of each line.
    package init(
        label: String,
        sink: any LogSink,
        level: Logger.Level = .info,
        metadataProvider: Logger.MetadataProvider? = nil,
        clock: any WallClock = SystemWallClock()
    ) {
        self.label = label
        self.sink = sink
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
        var writer = JSONWriter(capacity: 256)
        writer.object { line in
            line.member("time", clock.now().description)
            line.member("level", event.level.rawValue)
            line.member("logger", label)
            line.member("message", Self.text(event.message.description))
            if let error = event.error { line.member("error", Self.text("\(error)")) }
            for (key, value) in members.prefix(LogLimits.maximumMembers) {
                line.key(Self.ownMembers.contains(key) ? "metadata.\(key)" : Self.text(key))
                Self.write(value, to: &line, depth: 1)
            }
        }
        sink.offer(writer.bytes + [UInt8(ascii: "\n")])
    }

    /// The writer escapes what JSON requires; this the rest.
    private static func text(_ text: String) -> String {
        LogText.harmless(text, keepingASCIIControls: true)
    }

    private static func write(_ value: Logger.MetadataValue, to writer: inout JSONWriter, depth: Int) {
        guard depth < LogLimits.maximumDepth else {
            writer.value("… (cut)")
            return
        }
        switch value {
        case .string(let string): writer.value(text(string))
        case .stringConvertible(let value as Int): writer.value(value)
        case .stringConvertible(let value as Int64): writer.value(value)
        case .stringConvertible(let value as Bool): writer.value(value)
        case .stringConvertible(let value): writer.value(text(value.description))
        case .array(let elements):
            writer.array(elements.prefix(LogLimits.maximumElements)) { writer, element in
                write(element, to: &writer, depth: depth + 1)
            }
        case .dictionary(let members):
            writer.object { writer in
                for (key, value) in members.sorted(by: { $0.key < $1.key }).prefix(LogLimits.maximumElements) {
                    writer.key(text(key))
                    write(value, to: &writer, depth: depth + 1)
                }
            }
        }
    }
}
