import Foundation
import Logging
import SQLPort
import SQLiteDriver
import ServiceLifecycle
import TemporalEngine

/// The embedded engine with its database file, which is its own and which no other process may have open.
struct EmbeddedEngine: Sendable {
    let engine: Engine
    /// Where it is, for people.
    let place: String
    private let database: SQLiteDatabase
    private let lock: ProcessLock

    /// Opens the file and starts the engine: from then on it answers, and ``EngineService`` lets it work.
    /// - Parameters:
    ///   - path: the database file; made when it is not there.
    ///   - crash: where the process ends itself, for tests.
    ///   - logger: told what an operator must know.
    /// - Returns: the engine.
    /// - Throws: ``StartupError`` when the file cannot be used.
    static func start(path: String, crash: CrashPoint? = nil, logger: Logger) async throws -> EmbeddedEngine {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let lock = try ProcessLock(path: real + ".lock")
        try RestoreMark.check(real)
        let database: SQLiteDatabase
        do {
            let metrics = CommitMetrics(database: "engine")
            var configuration = SQLiteConfiguration(path: path, onGroupCommit: metrics.record)
            configuration.beforeAnswers = crash?.hook(of: .engine)
            database = try SQLiteDatabase(configuration)
        } catch {
            throw StartupError("The engine's database \(path) cannot be opened: \(ServerDatabase.text(error))")
        }
        let engine = Engine(database: database, logger: logger)
        do {
            try await engine.start()
        } catch {
            await database.close()
            throw StartupError("The engine's database \(path) cannot be used: \(ServerDatabase.text(error))")
        }
        return EmbeddedEngine(engine: engine, place: EnginePlace.file(path), database: database, lock: lock)
    }

    /// What runs, in the order in which it starts; it is stopped in the opposite order.
    /// - Parameter address: where Temporal's API is opened; nil for nowhere.
    /// - Returns: the services.
    func services(listen address: EngineServer.Address?) -> [any Service] {
        var services: [any Service] = [EngineService(engine: engine, close: close)]
        if let address { services.append(EnginePort(engine: engine, address: address)) }
        return services
    }

    /// Whether a change would be stored.
    func takesWrites() async -> Bool {
        do {
            // Twice the opposite: a page is written, and its content stays the same.
            try await database.write { connection in
                for _ in 0..<2 { try connection.execute("UPDATE namespaces SET retention = -retention - 1") }
            }
            return true
        } catch {
            return false
        }
    }

    /// Closes the database and lets other processes have it.
    func close() async {
        await database.close()
        withExtendedLifetime(lock) {}
    }
}

/// Lets an engine work until the process stops, then closes its database.
private struct EngineService: Service {
    let engine: Engine
    let close: @Sendable () async -> Void

    func run() async throws {
        await engine.run()
        await close()
    }
}

/// The engine's port. One that cannot be opened ends the process with a sentence that names it.
private struct EnginePort: Service {
    let engine: Engine
    let address: EngineServer.Address

    func run() async throws {
        do {
            try await EngineServer(engine: engine, address: address).run()
        } catch is CancellationError {
        } catch {
            throw StartupError("\(address) cannot be listened on: \(error)")
        }
    }
}
