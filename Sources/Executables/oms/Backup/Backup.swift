import Foundation
package import OMSKernel
import SQLPort
import SQLiteDriver

/// Copies both databases of a deployment at one moment, while a server writes them or while none runs.
package struct Backup: Sendable {
    /// What a deployment on one machine is made of.
    package struct Source: Sendable {
        package let orders: String
        /// nil when no engine of this machine runs the workflows.
        package let engine: String?
        /// The machine's own secrets; nil for those that come from the configuration.
        package let payloadKey: String?
        package let signingSecret: String?

        package init(orders: String, engine: String?, payloadKey: String?, signingSecret: String?) {
            self.orders = orders
            self.engine = engine
            self.payloadKey = payloadKey
            self.signingSecret = signingSecret
        }
    }

    let source: Source
    let version: String
    let now: @Sendable () -> Timestamp

    package init(_ source: Source, version: String, now: @escaping @Sendable () -> Timestamp) {
        self.source = source
        self.version = version
        self.now = now
    }

    /// Writes a backup. The folder is there with all of it, or not at all.
    /// - Parameter folder: a folder that is not there.
    /// - Returns: what was written.
    /// - Throws: ``CommandFailure``.
    package func write(to folder: String) throws -> BackupManifest {
        let target = URL(fileURLWithPath: folder).standardizedFileURL.path
        guard !StoredFile.exists(target) else {
            throw CommandFailure("\(target) is there already: name a folder that is not", exit: .conflict)
        }
        let unfinished = "\(target).unfinished-\(ProcessInfo.processInfo.processIdentifier)"
        guard mkdir(unfinished, 0o700) == 0 else { throw StoredFile.failure(unfinished, "cannot be made") }
        do {
            let manifest = try fill(unfinished)
            try StoredFile.synchronize(unfinished)
            try StoredFile.move(unfinished, to: target)
            try StoredFile.synchronize(URL(fileURLWithPath: target).deletingLastPathComponent().path)
            return manifest
        } catch {
            try? FileManager.default.removeItem(atPath: unfinished)
            throw Self.failure(error)
        }
    }

    private func fill(_ folder: String) throws -> BackupManifest {
        let (takenAt, schema) = try copyDatabases(to: folder)
        // A key is made before anything is encrypted with it and stays the same: it may be read at any time.
        let secrets: [(BackupManifest.Content, String?)] = [
            (.payloadKey, source.payloadKey), (.signingSecret, source.signingSecret),
        ]
        for (content, path) in secrets {
            guard let path, StoredFile.exists(path) else { continue }
            try StoredFile.copy(path, to: "\(folder)/\(content.rawValue)")
        }
        let files = try BackupManifest.Content.allCases.compactMap { content -> BackupManifest.File? in
            let path = "\(folder)/\(content.rawValue)"
            guard StoredFile.exists(path) else { return nil }
            let digest = try StoredFile.digest(of: path)
            return BackupManifest.File(name: content.rawValue, bytes: digest.bytes, sha256: digest.sha256)
        }
        let manifest = BackupManifest(
            format: BackupManifest.currentFormat,
            version: version,
            takenAt: takenAt.description,
            schema: schema,
            holdsPayloadKey: files.contains { $0.name == BackupManifest.Content.payloadKey.rawValue },
            files: files
        )
        try StoredFile.write(manifest.encoded(), to: "\(folder)/\(BackupManifest.fileName)")
        return manifest
    }

    private func copyDatabases(to folder: String) throws -> (takenAt: Timestamp, schema: Int) {
        let orders = "\(folder)/\(BackupManifest.Content.orders.rawValue)"
        let engine = "\(folder)/\(BackupManifest.Content.engine.rawValue)"
        let takenAt: Timestamp
        let schema: Int64
        if let enginePath = source.engine {
            let cut = try SQLiteCut(source.orders, enginePath) { _ in
                // A writer commits at a rate of its own: chance keeps the tries out of step with it.
                usleep(.random(in: 50...2_000))
            }
            takenAt = now()
            schema = try Self.schema(of: cut.first)
            try cut.first.copy(to: orders)
            try cut.second.copy(to: engine)
        } else {
            let snapshot = try SQLiteSnapshot(path: source.orders)
            try snapshot.hold()
            takenAt = now()
            schema = try Self.schema(of: snapshot)
            try snapshot.copy(to: orders)
        }
        for path in [orders, engine] where StoredFile.exists(path) {
            if let problem = try SQLiteSnapshot.problem(ofFile: path) {
                throw CommandFailure("The copy \(path) is damaged, and so is its source: \(problem)", exit: .failed)
            }
            guard chmod(path, 0o600) == 0 else { throw StoredFile.failure(path, "cannot be closed to others") }
            try StoredFile.synchronize(path)
        }
        return (takenAt, Int(schema))
    }

    private static func schema(of snapshot: SQLiteSnapshot) throws -> Int64 {
        try snapshot.integer("SELECT COALESCE(MAX(number), 0) FROM schema_migrations")
    }

    private static func failure(_ error: any Error) -> CommandFailure {
        if let failure = error as? CommandFailure { return failure }
        if case .unavailable(let reason)? = error as? SQLError {
            return CommandFailure("The backup failed: \(reason)", exit: .unavailable)
        }
        return CommandFailure("The backup failed: \(ServerDatabase.text(error))", exit: .failed)
    }
}
