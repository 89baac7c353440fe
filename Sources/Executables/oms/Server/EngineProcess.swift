import Foundation
import Logging
import SQLPort
import ServiceLifecycle
import SQLiteDriver
import TemporalEngine

/// The engine with its database and its port, for as long as the process runs.
struct EngineProcess: Sendable {
    private static let maximumShutdown = Duration.seconds(10)

    /// The database file; made when it is not there.
    let path: String
    let address: EngineServer.Address
    let logger: Logger

    /// - Throws: ``StartupError`` when the file or the port cannot be opened.
    func run() async throws {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let lock = try ProcessLock(path: real + ".lock")
        let database = try open()
        let engine = Engine(database: database, logger: logger)
        do {
            try await start(engine)
            try await serve(engine)
        } catch {
            await database.close()
            throw error
        }
        await database.close()
        withExtendedLifetime(lock) {}
        logger.notice("Stopped")
    }

    private func open() throws -> SQLiteDatabase {
        do {
            return try SQLiteDatabase(SQLiteConfiguration(path: path))
        } catch {
            throw StartupError("The engine's database \(path) cannot be opened: \(ServerDatabase.text(error))")
        }
    }

    private func start(_ engine: Engine) async throws {
        do {
            try await engine.start()
        } catch {
            throw StartupError("The engine's database \(path) cannot be used: \(ServerDatabase.text(error))")
        }
    }

    private func serve(_ engine: Engine) async throws {
        let server = EngineServer(engine: engine, address: address)
        var lifecycle = Logger(label: "oms.lifecycle")
        lifecycle.logLevel = .critical
        var configuration = ServiceGroupConfiguration(services: [engine, server], logger: lifecycle)
        configuration.maximumGracefulShutdownDuration = Self.maximumShutdown
        let group = ServiceGroup(configuration: configuration)
        let signals = Task { await SignalService(logger: logger).run(stopping: group) }
        defer { signals.cancel() }
        do {
            try await group.run()
        } catch {
            throw StartupError("\(address) cannot be listened on: \(error)")
        }
    }
}
