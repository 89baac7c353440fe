import Crypto
import Foundation

/// What an import remembers beside its file, so that a rerun goes on where it stopped.
package struct ImportProgress: Codable, Sendable, Equatable {
    /// Names the members below and the rules of ``RowKeys``.
    package static let currentVersion = 1

    package var version = ImportProgress.currentVersion
    /// The server the rows went to; another server knows nothing of them.
    package var server: String
    package var format: String
    /// How many rows from the start are settled.
    package var settledRows: Int
    package var counts: ImportWindow.Counts
    /// The first bytes of the file up to the end of the settled rows' last line, by count and by SHA-256.
    package var bytes: Int
    package var sha256: String

    package init(
        server: String,
        format: String,
        settledRows: Int,
        counts: ImportWindow.Counts,
        bytes: Int,
        sha256: String
    ) {
        self.server = server
        self.format = format
        self.settledRows = settledRows
        self.counts = counts
        self.bytes = bytes
        self.sha256 = sha256
    }

    /// Where the progress of a file's import is kept.
    package static func path(for file: String) -> String { file + ".oms-import.json" }

    /// - Returns: nil when there is none.
    /// - Throws: ``CommandFailure`` when it cannot be understood.
    package static func load(for file: String) throws -> ImportProgress? {
        guard let data = FileManager.default.contents(atPath: path(for: file)) else { return nil }
        guard let progress = try? JSONDecoder().decode(ImportProgress.self, from: data),
            progress.version == currentVersion
        else {
            throw CommandFailure(
                "\(path(for: file)) is no progress file of this version; --restart begins anew",
                exit: .failed
            )
        }
        return progress
    }

    /// Writes the progress whole or not at all.
    package func save(for file: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        do {
            try encoder.encode(self).write(to: URL(filePath: Self.path(for: file)), options: .atomic)
        } catch {
            throw CommandFailure("\(Self.path(for: file)) cannot be written: \(error)", exit: .failed)
        }
    }

    package static func remove(for file: String) {
        unlink(path(for: file))
    }
}
