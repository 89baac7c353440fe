import ArgumentParser
import OMSKernel

struct OrdersExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write orders to a CSV or JSON Lines file.",
        discussion: """
            The oldest order comes first unless --sort says otherwise. The file appears under its name when it is
            complete. It can be imported again: into an empty system as new orders, into its own without change.
            In CSV, a text that a spreadsheet would run as a formula gets an apostrophe in front, which an import
            takes away again.
            """
    )

    @Argument(help: "The file; - writes to the standard output.") var file: String
    @Option(help: "csv or jsonl; told by the file's ending otherwise.") var format: FileFormat?
    @OptionGroup var filter: OrderFilterOptions
    @Flag(help: "Show no progress.") var quiet = false
    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard format != nil || FileFormat(path: file) != nil else {
            throw ArgumentParser.ValidationError("Nothing tells the format of \(file): give --format csv or jsonl.")
        }
    }

    func run() async throws {
        let configuration = try client.configuration()
        let (file, quiet) = (file, quiet)
        let query = filter.query(standardSort: .oldest)
        let records = OrderRecords(format: format ?? FileFormat(path: file) ?? .jsonl)
        let outcome = try await Interruption.guarding {
            try await APIClient.with(configuration) { api in
                let bar = ProgressBar(total: nil, isQuiet: quiet)
                let run = ExportRun(client: api, query: query, records: records, bar: bar)
                return try await run.run(to: ByteSink(path: file))
            }
        }
        let text =
            client.json ? JSONWriter.object { $0.member("exported", outcome.result) } : "exported \(outcome.result)"
        file == "-" ? Terminal.note(text) : Terminal.line(text)
    }
}
