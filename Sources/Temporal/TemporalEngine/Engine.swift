import SwiftProtobuf
package import Logging
package import SQLPort
import ServiceLifecycle
import Synchronization
import TemporalAPI

/// How an engine is set up.
package struct EngineConfiguration: Sendable {
    package var limits = EngineLimits()
    package var runLimits = RunLimits.standard
    package var matching = Matching.Limits()
    /// Made at the first start.
    package var defaultNamespace = "default"

    package init() {}
}

/// Temporal's service in one process, on one SQL database of its own.
///
/// ``start()`` first, then ``run()`` for as long as it is to work; ``service`` answers calls from then on.
package final class Engine: Service {
    package let configuration: EngineConfiguration
    /// What clients and workers of this process call.
    package let service: Frontend
    /// What clients and workers of other processes call, through an ``EngineServer``.
    package let remoteService: Frontend
    let host: RunHost
    let logger: Logger
    private let clock: any EngineClock

    /// - Parameters:
    ///   - database: of the engine alone; one process uses it.
    ///   - configuration: limits and names.
    ///   - clock: what time it is.
    ///   - logger: told what an operator must know.
    package init(
        database: any SQLDatabase,
        configuration: EngineConfiguration = EngineConfiguration(),
        clock: any EngineClock = SystemEngineClock(),
        logger: Logger
    ) {
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
        host = RunHost(
            store: EngineStore(database: database),
            clock: clock,
            limits: configuration.limits,
            runLimits: configuration.runLimits,
            namespaces: NamespaceRegistry(),
            matching: Matching(clock: clock, limits: configuration.matching),
            logger: logger
        )
        service = Frontend(host: host, workersOutliveEngine: false)
        remoteService = Frontend(host: host, workersOutliveEngine: true)
    }

    /// Brings the database up to date and reads what must be in memory.
    /// - Throws: `MigrationError`, `SQLError`, ``EngineStoreError``.
    package func start() async throws {
        let store = host.store
        let runner = MigrationRunner(database: store.database, migrations: EngineMigrations.all)
        try await runner.migrate(now: clock.now().nanoseconds / 1_000_000)
        try await host.namespaces.load(from: store)
        if host.namespaces.named(configuration.defaultNamespace) == nil { try await addDefaultNamespace() }
        host.outbound.start(after: try await store.lastOutboundID())
        host.outbound.cutAll()
        host.timers.setHorizon(EngineTime(nanoseconds: .min))
    }

    /// Works until it is told to stop: fires timers, carries out what runs ask of each other, removes old runs.
    package func run() async {
        let work = EngineWork(host: host, starter: service.starter)
        await cancelWhenGracefulShutdown { [host] in
            while !host.isServing.load(ordering: .relaxed), !Task.isCancelled { await host.served.wait() }
            await work.run()
        }
        endPolls()
    }

    /// Polls for tasks that wait now.
    package var waitingPolls: Int { host.matching.load.pollers }

    /// What the engine holds at this moment.
    /// - Throws: `SQLError` when open runs cannot be counted.
    package func load() async throws -> EngineLoad {
        var load = EngineLoad()
        load.openRuns = try await host.store.countOpenRuns()
        host.note(&load)
        return load
    }

    /// Answers all polls that wait.
    package func endPolls() {
        host.matching.endAllPolls()
        host.watchers.notifyAll()
    }

    private func addDefaultNamespace() async throws {
        let row = NamespaceRow(
            id: host.ids.make(),
            name: configuration.defaultNamespace,
            state: APINamespaceState.registered.rawValue,
            description: "Default namespace",
            ownerEmail: "",
            data: try APINamespaceInfo().serializedBytes(),
            retention: configuration.limits.defaultRetention.wholeNanoseconds,
            createdAt: clock.now().nanoseconds
        )
        if try await host.store.add(row) {
            host.namespaces.set(Namespace(row: row, attributes: [:]))
        } else {
            try await host.namespaces.load(from: host.store)
        }
    }
}
