import ArgumentParser
import Foundation
import OMSKernel

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the orders' and the engine's database, both as they are at one moment, while the server runs.",
        discussion: """
            It reads the files of the data folder itself, on the machine and as the user of the server. The folder it
            makes is for its owner alone: it holds orders with their addresses and, in local and dev, the keys that
            decrypt what workflows carry. Orders in PostgreSQL are backed up by pg_dump.
            """
    )

    @Argument(help: "The folder to make.") var folder: String
    @Flag(help: "Print the manifest.") var json = false
    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        let settings = try await Settings.load(flags: settings.values)
        let path = try BackedUpFiles.orders(settings, verb: "backed up", tool: "pg_dump")
        let directory = DataDirectory(path: settings.dataDirectory)
        umask(0o077)
        try RestoreMark.check(path)
        let hasEngine = settings.temporal.address == nil && StoredFile.exists(directory.engineDatabase)
        guard StoredFile.exists(path) else {
            throw CommandFailure("There is no database \(path)", exit: .notFound)
        }
        let source = Backup.Source(
            orders: path,
            engine: hasEngine ? directory.engineDatabase : nil,
            payloadKey: settings.payloadKeys.isEmpty ? directory.payloadKey.path : nil,
            signingSecret: settings.signingSecret == nil ? directory.signingSecret.path : nil
        )
        let clock = SystemWallClock()
        let backup = Backup(source, version: OMSVersion.text) { clock.now() }
        let manifest = try await Blocking.run { [folder] in try backup.write(to: folder) }
        try BackedUpFiles.show(manifest, json: json)
        if !hasEngine { Terminal.note("No engine of this machine runs the workflows: their state is not in it.") }
        if !manifest.holdsPayloadKey {
            Terminal.note("The keys that decrypt what workflows carry are not in it: keep OMS_PAYLOAD_KEYS yourself.")
        }
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of the databases of the data folder. No server may run on them.",
        discussion: """
            What happened after the backup is forgotten: orders that were taken in since are not there, and events that
            were delivered since may be delivered again, with their ids. `oms doctor` says whether all fits together.
            """
    )

    @Argument(help: "The backup's folder.") var folder: String
    @Flag(help: "Replace databases that are there: they are lost.") var force = false
    @Flag(help: "Print the manifest.") var json = false
    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        let settings = try await Settings.load(flags: settings.values)
        let path = try BackedUpFiles.orders(settings, verb: "restored", tool: "pg_restore")
        let directory = DataDirectory(path: settings.dataDirectory)
        umask(0o077)
        try directory.prepare()
        let target = Restore.Target(
            orders: RestoreMark.real(path),
            engine: RestoreMark.real(directory.engineDatabase),
            payloadKey: directory.payloadKey.path,
            signingSecret: directory.signingSecret.path
        )
        let restore = Restore(target, replaces: force)
        let manifest = try await Blocking.run { [folder] in try restore.read(folder) }
        try BackedUpFiles.show(manifest, json: json)
    }
}

private enum BackedUpFiles {
    /// - Returns: the file of the orders' database.
    /// - Throws: ``CommandFailure`` when the orders are in PostgreSQL.
    static func orders(_ settings: Settings, verb: String, tool: String) throws -> String {
        switch settings.database.location {
        case .sqlite(let path): return path
        case .postgres:
            throw CommandFailure("Orders in PostgreSQL are \(verb) by \(tool): see docs/postgresql.md", exit: .usage)
        }
    }

    static func show(_ manifest: BackupManifest, json: Bool) throws {
        if json {
            Terminal.line(bytes: Array(try manifest.encoded().dropLast()))
            return
        }
        var listing = Listing()
        listing.add("taken at", manifest.takenAt)
        listing.add("by version", manifest.version)
        listing.add("schema", String(manifest.schema))
        listing.show()
        var table = Table(["FILE", "BYTES", "SHA-256"])
        for file in manifest.files { table.add([file.name, String(file.bytes), file.sha256]) }
        table.show()
    }
}

/// Work that waits for the disk, away from the threads that everything else runs on.
private enum Blocking {
    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Swift.Result { try body() }) }
        }
    }
}
