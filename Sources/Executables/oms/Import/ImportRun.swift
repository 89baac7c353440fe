import Foundation

/// Sends the rows of a file to the API, many at once, with bounded memory, and keeps track of what is settled.
struct ImportRun {
    struct Options: Sendable {
        let path: String
        let format: FileFormat
        let concurrency: Int
        let ignoresUnknownColumns: Bool
        let retry: RetryPolicy
    }

    enum End: Sendable, Equatable {
        case finished
        case interrupted
    }

    private static let saveInterval = Duration.seconds(1)

    let options: Options
    let client: APIClient
    let report: ImportReport
    let bar: ProgressBar
    private(set) var window: ImportWindow
    private var journal: ImportJournal?

    /// An import from the start, or from where the journal says; without one nothing can be resumed.
    init(options: Options, client: APIClient, report: ImportReport, bar: ProgressBar, journal: ImportJournal?) {
        self.options = options
        self.client = client
        self.report = report
        self.bar = bar
        self.journal = journal
        window = journal?.resumed ?? ImportWindow()
    }

    /// Runs to the end of the file, or until the task is cancelled, and keeps the progress either way.
    /// - Throws: ``CommandFailure`` when the server is away for too long, refuses the key, or a file fails.
    mutating func run() async throws -> End {
        do {
            try await sendAll()
            journal?.finish()
            return .finished
        } catch is CancellationError {
            try journal?.save(window)
            return .interrupted
        } catch {
            try? journal?.save(window)
            throw error
        }
    }

    private mutating func sendAll() async throws {
        let source = try ByteSource(path: options.path)
        var parser: any RowParser =
            switch options.format {
            case .csv: CSVRows(ignoresUnknownColumns: options.ignoresUnknownColumns)
            case .jsonl: JSONLinesRows()
            }
        let sender = RowSender(client: client, retry: options.retry)
        try await withThrowingTaskGroup(of: RowResult.self) { group in
            var isAtEnd = false
            var inFlight = InFlightRows(limit: options.concurrency)
            while !isAtEnd {
                let bytes = try await source.read()
                isAtEnd = bytes.isEmpty
                var rows: [ImportRow] = []
                if isAtEnd { try parser.finish { rows.append($0) } } else { try parser.feed(bytes) { rows.append($0) } }
                bar.advance(bytes: bytes.count, window.counts)
                for row in rows where !window.isSettled(row.index) {
                    while !inFlight.admits(row) || !window.admits(row.index) {
                        guard let result = try await group.next() else { break }
                        inFlight.remove(result.row)
                        try settle(result)
                    }
                    switch row.content {
                    case .malformed(let reasons):
                        try settle(RowResult(row: row, outcome: .refused(row.refused(status: nil, reasons: reasons))))
                    case .order(let order):
                        inFlight.insert(row)
                        group.addTask { try await sender.send(order, of: row) }
                    }
                }
            }
            while let result = try await group.next() { try settle(result) }
        }
        bar.clear()
    }

    private mutating func settle(_ result: RowResult) throws {
        try report.add(window.settle(result.row, as: result.outcome))
        bar.show(window.counts)
        try journal?.saveNowAndThen(window, every: Self.saveInterval)
    }
}

struct RowResult: Sendable {
    let row: ImportRow
    let outcome: ImportWindow.Outcome
}

extension ImportRow {
    func refused(status: Int?, reasons: [String]) -> RefusedRow {
        RefusedRow(line: line, lastLine: lastLine, name: name, status: status, reasons: reasons)
    }
}
