import Foundation
import HTTPAPI
import Logging
import Messaging
import NIOCore
import OMSKernel
import ServiceLifecycle
import Telemetry

/// The one place where adapters meet: makes a server of the settings and runs it.
struct Composition: Sendable {
    /// How long the requests in flight have before they are cut off.
    private static let maximumShutdown = Duration.seconds(30)

    let settings: Settings
    let logging: ServerLogging
    let logger: Logger
    let clock = SystemWallClock()

    /// Runs until a signal ends it.
    /// - Throws: ``StartupError``.
    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        // The files hold orders and secrets: nobody else on this machine reads them.
        umask(0o077)
        let directory = DataDirectory(path: settings.dataDirectory)
        try directory.prepare()
        let secrets = try ServerSecrets(settings, in: directory)
        let tls = try settings.http.tls.map { try ServerTLS($0) }
        let storage = try ServerStorage.open(settings.database, crash: settings.crashPoint, logger: logger)
        let database = storage.database
        do {
            try await startMigration(database)
        } catch {
            await database.close()
            throw error
        }
        let engine: EmbeddedEngine?
        let engineGuard: EngineGuard?
        let temporal: TemporalAccess?
        do {
            engine = try await startEngine(in: directory)
            engineGuard = try await judge(engine, storage)
            temporal = try openTemporal(engine, secrets)
        } catch {
            await database.close()
            throw error
        }
        let delivery = EventDelivery(
            store: storage.outbox,
            target: settings.events,
            workflows: workflowTransport(temporal),
            isAlone: settings.database.location.isSQLite,
            logger: logger
        )
        SystemCollectors(storage, clock: clock).register(with: logging.registry)
        // The last one is stopped first: HTTP, then the relay, then the workers, then the engine, then the database.
        var services: [any Service] = [
            DatabaseService(database: database, clock: clock, logger: logger),
            MaintenanceService(ledger: storage.ledger, retention: settings.idempotencyRetention, logger: logger),
        ]
        if let engineGuard { services.append(engineGuard) }
        if let engine { services += engine.services(listen: settings.temporal.listen) }
        if let temporal { services += try temporal.services { serviceGuard($0, storage) } }
        let waves = WakeSignal()
        let systems = systems(storage, delivery, waves: waves)
        let workers = try workers(systems, temporal)
        if let workers { services.append(workers) }
        services += sandboxes(systems, delivery, waves: waves)
        if settings.roles.contains(.relay) { services.append(delivery.relay) }
        if let port = settings.listenPort {
            let api = try api(storage, systems, delivery, secrets, engine, temporal, workers)
            services.append(try server(api, port: port, tls, secrets))
        }
        try await run(services)
    }

    /// The embedded engine, when this process is to run it.
    private func startEngine(in directory: DataDirectory) async throws -> EmbeddedEngine? {
        guard settings.roles.contains(.engine) else { return nil }
        return try await EmbeddedEngine.start(
            path: directory.engineDatabase,
            crash: settings.crashPoint,
            logger: Logger(label: "oms.engine")
        )
    }

    /// Compares the embedded engine with the orders before anything works with it.
    private func judge(_ engine: EmbeddedEngine?, _ storage: ServerStorage) async throws -> EngineGuard? {
        guard let engine else { return nil }
        let made = EngineGuard(
            engine,
            namespace: settings.temporal.namespace,
            claims: storage.engineClaims,
            orders: settings.database.location,
            clock: clock,
            logger: Logger(label: "oms.engine")
        )
        do {
            try await made.begin()
        } catch {
            await engine.close()
            throw error
        }
        return made
    }

    private func serviceGuard(_ address: String, _ storage: ServerStorage) -> ServiceGuard {
        ServiceGuard(
            settings: settings.temporal,
            address: address,
            claims: storage.engineClaims,
            orders: settings.database.location,
            clock: clock,
            logger: Logger(label: "oms.temporal")
        )
    }

    /// The Temporal service that this process speaks with, if its roles have any use for one.
    private func openTemporal(_ engine: EmbeddedEngine?, _ secrets: ServerSecrets) throws -> TemporalAccess? {
        guard settings.usesTemporal else { return nil }
        if settings.temporal.address != nil, settings.payloadKeys.isEmpty {
            let variable = SettingName.payloadKeys.environmentVariable
            logger.notice(
                "The data folder's key encrypts workflows' payloads: all processes need this folder, or one \(variable)"
            )
        }
        return try TemporalAccess(
            settings.temporal,
            engine: engine,
            keys: secrets.payloadKeys,
            logger: Logger(label: "oms.temporal")
        )
    }

    /// A SQLite file is migrated before anything else; a PostgreSQL that is away may come later.
    private func startMigration(_ database: ServerDatabase) async throws {
        if try await database.migrate(now: clock.now()) != nil { return }
        guard case .postgres = settings.database.location else {
            throw StartupError("The database \(settings.database.location.masked) is busy; try again")
        }
        logger.warning("Starting without the database: requests are answered 503 until it is back")
    }

    private var listenAddress: String { "\(settings.http.host):\(settings.listenPort ?? 0)" }

    private func run(_ services: [any Service]) async throws {
        var lifecycle = Logger(label: "oms.lifecycle")
        // Its errors are told once, below.
        lifecycle.logLevel = .critical
        var configuration = ServiceGroupConfiguration(services: services, logger: lifecycle)
        configuration.maximumGracefulShutdownDuration = Self.maximumShutdown
        let group = ServiceGroup(configuration: configuration)
        let signals = Task { await SignalService(logger: logger).run(stopping: group) }
        defer {
            signals.cancel()
            _ = logging.sink.flush(within: .seconds(2))
        }
        do {
            try await group.run()
            logger.notice("Stopped")
        } catch let error as StartupError {
            throw error
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw StartupError("\(listenAddress) is in use by another process")
        } catch let error as IOError {
            throw StartupError(
                "\(listenAddress) cannot be listened on: \(SystemError.text(error.errnoCode))"
            )
        } catch {
            throw StartupError("The server ended: \(error)")
        }
    }
}
