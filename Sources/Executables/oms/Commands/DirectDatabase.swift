import Foundation
import Logging

/// Work on the database itself, without a server.
enum DirectDatabase {
    /// Opens the database of the settings and closes it afterwards.
    /// - Parameters:
    ///   - settings: where it is.
    ///   - makesFile: whether a SQLite file that is not there is made.
    ///   - body: what to do.
    /// - Returns: what the body returns; nil when there is no file and none is to be made.
    /// - Throws: ``StartupError``, or what the body throws.
    static func with<Result>(
        _ settings: Settings,
        makesFile: Bool = true,
        _ body: (ServerStorage) async throws -> Result
    ) async throws -> Result? {
        // The file holds orders: nobody else on this machine reads it.
        umask(0o077)
        if case .sqlite(let path) = settings.database.location {
            if !makesFile, !FileManager.default.fileExists(atPath: path) { return nil }
            try DataDirectory(path: settings.dataDirectory).prepare()
        }
        // The command tells what it did itself.
        let logger = Logger(label: "oms") { _ in SwiftLogNoOpLogHandler() }
        let storage = try ServerStorage.open(settings.database, logger: logger)
        do {
            let result = try await body(storage)
            await storage.database.close()
            return result
        } catch {
            await storage.database.close()
            throw error
        }
    }

    static func away(_ settings: Settings) -> CommandFailure {
        CommandFailure("The database \(settings.database.location.masked) is not available", exit: .unavailable)
    }
}
