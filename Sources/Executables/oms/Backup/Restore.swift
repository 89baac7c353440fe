import Foundation
import SQLPort
import SQLStorage

/// Puts a backup in the place of a deployment's databases. Nothing may run on them.
package struct Restore: Sendable {
    /// Where a deployment's files are to be.
    package struct Target: Sendable {
        package let orders: String
        package let engine: String
        package let payloadKey: String
        package let signingSecret: String

        package init(orders: String, engine: String, payloadKey: String, signingSecret: String) {
            self.orders = orders
            self.engine = engine
            self.payloadKey = payloadKey
            self.signingSecret = signingSecret
        }

        func path(of content: BackupManifest.Content) -> String {
            switch content {
            case .orders: orders
            case .engine: engine
            case .payloadKey: payloadKey
            case .signingSecret: signingSecret
            }
        }

        var databases: [String] { [orders, engine] }
    }

    let target: Target
    let replaces: Bool

    /// - Parameters:
    ///   - target: where the files are to be.
    ///   - replaces: whether what is there may go.
    package init(_ target: Target, replaces: Bool) {
        self.target = target
        self.replaces = replaces
    }

    /// Restores a backup: all of it, or nothing. When it is interrupted while files change places, no server starts
    /// until it was run again.
    /// - Parameter folder: the backup.
    /// - Returns: what was restored.
    /// - Throws: ``CommandFailure``, or ``StartupError`` when a server runs.
    package func read(_ folder: String) throws -> BackupManifest {
        let manifest = try BackupManifest.read(in: folder)
        let known = Migrations.all.map(\.number).max() ?? 0
        guard manifest.schema <= known else {
            throw CommandFailure(
                "The backup's schema has number \(manifest.schema), this program knows \(known): use a newer program",
                exit: .failed
            )
        }
        let locks = try target.databases.map { try ProcessLock(path: RestoreMark.real($0) + ".lock") }
        defer { withExtendedLifetime(locks) {} }
        try checkNothingIsLost(manifest)
        try manifest.verify(in: folder)
        let new = try bring(manifest, from: folder)
        try putInPlace(new, manifest)
        return manifest
    }

    private func checkNothingIsLost(_ manifest: BackupManifest) throws {
        guard !replaces else { return }
        let old = BackupManifest.Content.allCases.map { target.path(of: $0) }.filter(StoredFile.exists)
        guard old.isEmpty else {
            throw CommandFailure(
                "\(old.joined(separator: ", ")) would be replaced: --force does it, and what is there is lost",
                exit: .conflict
            )
        }
    }

    /// Copies the files beside their places and compares them once more.
    private func bring(
        _ manifest: BackupManifest,
        from folder: String
    ) throws -> [(content: BackupManifest.Content, path: String)] {
        var new: [(content: BackupManifest.Content, path: String)] = []
        do {
            for content in BackupManifest.Content.allCases {
                guard let file = manifest.files.first(where: { $0.name == content.rawValue }) else { continue }
                let path = target.path(of: content) + ".restored"
                new.append((content, path))
                let copied = try StoredFile.copy("\(folder)/\(file.name)", to: path)
                guard copied.bytes == file.bytes, copied.sha256 == file.sha256 else {
                    throw CommandFailure("\(folder)/\(file.name) changed while it was read", exit: .failed)
                }
            }
            return new
        } catch {
            for (_, path) in new { try? StoredFile.remove(path) }
            throw error
        }
    }

    private func putInPlace(
        _ new: [(content: BackupManifest.Content, path: String)],
        _ manifest: BackupManifest
    ) throws {
        for path in target.databases { try RestoreMark.set(for: path) }
        for path in target.databases {
            // A log of the old file would be played into the new one.
            for ending in ["-wal", "-shm"] { try StoredFile.remove(path + ending) }
        }
        for (content, path) in new { try StoredFile.move(path, to: target.path(of: content)) }
        // Workflows of other orders than those that are there now.
        if !manifest.holds(.engine) { try StoredFile.remove(target.engine) }
        for path in target.databases { try StoredFile.synchronize(RestoreMark.folder(of: path)) }
        for path in target.databases { try RestoreMark.clear(for: path) }
    }
}
