import Foundation

/// The lines of servers' logs that tell of one order: they hold its id, or the trace of one of its steps.
package struct OrderLog: Sendable {
    package struct Line: Sendable, Equatable {
        package let text: String
        /// The request that wrote the line, for whatever else it wrote.
        package let requestID: String?
    }

    /// Lines that are kept; the rest are counted.
    package static let maximumLines = 10_000

    package private(set) var lines: [Line] = []
    package private(set) var leftOut = 0
    private let marks: [Data]

    /// - Parameters:
    ///   - order: the order's id.
    ///   - traces: the trace ids of its steps.
    package init(order: String, traces: some Sequence<String>) {
        marks = [Data(order.utf8)] + Set(traces).map { Data($0.utf8) }
    }

    /// Reads a log, as JSON lines or as people read it.
    /// - Parameter path: a file, or `-` for the standard input.
    /// - Throws: ``CommandFailure`` when it cannot be read.
    package mutating func read(_ path: String) async throws {
        let source = try ByteSource(path: path)
        var splitter = LineSplitter()
        while case let bytes = try await source.read(), !bytes.isEmpty { splitter.feed(bytes) { take($0) } }
        splitter.finish { take($0) }
    }

    private mutating func take(_ line: LineSplitter.Line) {
        if case .whole(let bytes, _) = line { take(bytes) }
    }

    /// Keeps a line when it tells of the order.
    package mutating func take(_ bytes: [UInt8]) {
        let line = Data(bytes)
        guard marks.contains(where: { line.range(of: $0) != nil }) else { return }
        guard lines.count < Self.maximumLines else { return leftOut += 1 }
        let text = String(decoding: bytes, as: UTF8.self)
        let found = text.firstMatch(of: /requestId"?[=:]"?(?<id>[^ ",}]+)/)
        lines.append(Line(text: text, requestID: found.map { String($0.id) }))
    }
}
