package import Logging
import Synchronization

/// How a process writes its log.
package enum LogFormat: String, Sendable, CaseIterable {
    /// One JSON object a line.
    case json
    /// For people.
    case readable

    /// A sink on a descriptor (2 for stderr, 1 for stdout) whose own lines have this format.
    package func sink(descriptor: Int32) -> FileDescriptorLogSink {
        FileDescriptorLogSink(descriptor: descriptor) { count in
            droppedLine(count: count)
        }
    }

    /// What `LoggingSystem.bootstrap` takes: a factory of handlers on one sink.
    package func handlers(
        sink: FileDescriptorLogSink,
        level: Logger.Level
    ) -> @Sendable (String, Logger.MetadataProvider?) -> any LogHandler {
        let usesColor = sink.isTerminal
        return { label, provider in
            switch self {
            case .json: JSONLineLogHandler(label: label, sink: sink, level: level, metadataProvider: provider)
            case .readable:
                ReadableLogHandler(sink: sink, usesColor: usesColor, level: level, metadataProvider: provider)
            }
        }
    }

    private func droppedLine(count: Int) -> [UInt8] {
        let last = LastLine()
        let handler: any LogHandler =
            switch self {
            case .json: JSONLineLogHandler(label: "oms.log", sink: last)
            case .readable: ReadableLogHandler(sink: last, usesColor: false)
            }
        handler.log(
            event: LogEvent(
                level: .warning,
                message: "Log lines were dropped because they were not read fast enough",
                metadata: ["count": .stringConvertible(count)],
                source: nil,
                file: #fileID,
                function: #function,
                line: #line
            )
        )
        return last.line
    }
}

/// Keeps the line that a handler wrote last.
private final class LastLine: LogSink {
    private let bytes = Mutex<[UInt8]>([])

    var line: [UInt8] { bytes.withLock { $0 } }

    func offer(_ line: [UInt8]) {
        bytes.withLock { $0 = line }
    }
}
