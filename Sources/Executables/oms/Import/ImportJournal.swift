import Foundation

/// Keeps an import's progress in a file beside the imported one.
struct ImportJournal: Sendable {
    let path: String
    let server: String
    let format: FileFormat
    /// Where an earlier run of the same file stopped.
    let resumed: ImportWindow

    private var prefix: FilePrefixHash
    private var savedRows: Int
    private var savedAt = ContinuousClock.now

    /// Looks for an earlier run's progress, which is forgotten when the import restarts.
    /// - Throws: ``CommandFailure`` when the progress belongs to another server, or the file changed since.
    init(path: String, server: String, format: FileFormat, restarts: Bool) throws {
        self.path = path
        self.server = server
        self.format = format
        prefix = try FilePrefixHash(path: path)
        if restarts { ImportProgress.remove(for: path) }
        guard let progress = try ImportProgress.load(for: path) else {
            resumed = ImportWindow()
            savedRows = 0
            return
        }
        guard progress.server == server, progress.format == format.rawValue else {
            throw CommandFailure(
                "\(ImportProgress.path(for: path)) tells of an import as \(progress.format) into \(progress.server); "
                    + "--restart begins anew",
                exit: .failed
            )
        }
        try prefix.advance(toByte: progress.bytes)
        guard prefix.bytes == progress.bytes, prefix.hex == progress.sha256 else {
            throw CommandFailure(
                "\(path) changed since its import was stopped; --restart begins anew, and rows that are there "
                    + "already are not placed twice",
                exit: .failed
            )
        }
        resumed = ImportWindow(settledRows: progress.settledRows, counts: progress.counts)
        savedRows = progress.settledRows
    }

    mutating func saveNowAndThen(_ window: ImportWindow, every interval: Duration) throws {
        guard ContinuousClock.now - savedAt >= interval else { return }
        try save(window)
    }

    mutating func save(_ window: ImportWindow) throws {
        savedAt = .now
        guard window.settledRows > savedRows else { return }
        try prefix.advance(toEndOfLine: window.settledLine)
        let progress = ImportProgress(
            server: server,
            format: format.rawValue,
            settledRows: window.settledRows,
            counts: window.counts,
            bytes: prefix.bytes,
            sha256: prefix.hex
        )
        try progress.save(for: path)
        savedRows = window.settledRows
    }

    /// Forgets the progress: the import is complete.
    func finish() {
        ImportProgress.remove(for: path)
    }
}
