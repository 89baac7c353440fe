import ArgumentParser
import Foundation
import OMSKernel

struct OrdersImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Place the orders of a CSV or JSON Lines file, each exactly once.",
        discussion: """
            JSON Lines: one order a line, as POST /orders takes it.
            CSV: a header row, then one item a row; rows that follow each other with the same requestId, or the
            same externalOrderId, make one order. Columns: \(OrderColumn.imported.map(\.rawValue).joined(separator: ", ")).
            Those an export adds (orderId, status, createdAt, version) are passed over.

            A stopped import goes on where it was when it is run again (FILE.oms-import.json keeps the place).
            Running a finished one again changes nothing: every row has the same idempotency key each time.
            The exit code is 1 when rows were refused. docs/import-export.md tells the rest.
            """
    )

    @Argument(help: "The file; - reads the standard input.") var file: String
    @Option(help: "csv or jsonl; told by the file's ending otherwise.") var format: FileFormat?
    @Option(help: "How many requests run at once, 1 to 256.") var concurrency = 32
    @Option(help: "A file for the refused rows, JSON Lines.") var report: String?
    @Flag(help: "Forget how far an earlier run came.") var restart = false
    @Flag(help: "Pass over CSV columns that no order has.") var ignoreUnknownColumns = false
    @Option(help: "How long to wait for a server that is away, such as 5m.") var patience = "5m"
    @Flag(help: "Show no progress.") var quiet = false
    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard (1...256).contains(concurrency) else {
            throw ArgumentParser.ValidationError("--concurrency must be 1 to 256.")
        }
        guard DurationText.parse(patience) != nil else {
            throw ArgumentParser.ValidationError("--patience must be \(DurationText.allowed).")
        }
        guard format != nil || FileFormat(path: file) != nil else {
            throw ArgumentParser.ValidationError("Nothing tells the format of \(file): give --format csv or jsonl.")
        }
    }

    func run() async throws {
        let configuration = try client.configuration()
        let options = ImportRun.Options(
            path: file,
            format: format ?? FileFormat(path: file) ?? .jsonl,
            concurrency: concurrency,
            ignoresUnknownColumns: ignoreUnknownColumns,
            retry: RetryPolicy(maximumTotal: DurationText.parse(patience) ?? .seconds(300))
        )
        let (restart, report, quiet, json) = (restart, report, quiet, client.json)
        let outcome = try await Interruption.guarding {
            try await APIClient.with(configuration, connections: options.concurrency) { api in
                var journal: ImportJournal?
                if options.path != "-" {
                    journal = try ImportJournal(
                        path: options.path,
                        server: configuration.url,
                        format: options.format,
                        restarts: restart
                    )
                }
                let resumedRows = journal?.resumed.settledRows ?? 0
                if resumedRows > 0 { Terminal.note("Going on after \(resumedRows) rows that are settled.") }
                let size = (try? FileManager.default.attributesOfItem(atPath: options.path)[.size]) as? Int
                var run = ImportRun(
                    options: options,
                    client: api,
                    report: try ImportReport(path: report, appends: resumedRows > 0),
                    bar: ProgressBar(total: options.path == "-" ? nil : size, isQuiet: quiet),
                    journal: journal
                )
                let end = try await run.run()
                return (end, run.window.counts)
            }
        }
        let (end, counts) = outcome.result
        show(counts, end, json: json)
        if end == .interrupted { throw outcome.interruptedBy ?? .interrupted }
        if counts.refused > 0 { throw ExitStatus.failed }
    }

    private func show(_ counts: ImportWindow.Counts, _ end: ImportRun.End, json: Bool) {
        if end == .interrupted { Terminal.note("Stopped; run the same command again to go on.") }
        guard json else {
            Terminal.line("created \(counts.created), already there \(counts.alreadyThere), refused \(counts.refused)")
            return
        }
        Terminal.line(
            JSONWriter.object { writer in
                writer.member("created", counts.created)
                writer.member("alreadyThere", counts.alreadyThere)
                writer.member("refused", counts.refused)
                writer.member("finished", end == .finished)
            }
        )
    }
}
