import Logging
import SQLPort
import SQLiteDriver
import ServiceLifecycle
import Synchronization
import TemporalEngine
import TemporalSDK

/// An engine on a SQLite file, a worker and a client, all in this process.
struct BenchEngine: Sendable {
    static let taskQueue = "bench"

    /// Calls the engine directly.
    let client: TemporalClient
    /// Calls it through a socket on 127.0.0.1, as clients of other processes do.
    let remote: TemporalClient
    let commits: CommitCount

    /// Writes that were stored, and the transactions (each with one sync) that they shared.
    final class CommitCount: Sendable {
        let writes = Atomic(0)
        let groups = Atomic(0)

        var current: (writes: Int, groups: Int) {
            (writes.load(ordering: .relaxed), groups.load(ordering: .relaxed))
        }
    }

    /// Runs `body` while the three work.
    /// - Parameters:
    ///   - path: the file; made when it is not there.
    ///   - cached: how many runs the worker keeps between their tasks.
    ///   - slots: how many workflow tasks, and how many activities, the worker has at once.
    ///   - body: what is measured.
    /// - Throws: what `body` throws, and what keeps the engine from starting.
    static func running(
        database path: String,
        cached: Int = 1_000,
        slots: Int = 100,
        _ body: (BenchEngine) async throws -> Void
    ) async throws {
        let logger = Logger(label: "oms-bench") { _ in SwiftLogNoOpLogHandler() }
        let commits = CommitCount()
        let database = try SQLiteDatabase(
            SQLiteConfiguration(path: path) { writes, _ in
                commits.writes.add(writes, ordering: .relaxed)
                commits.groups.add(1, ordering: .relaxed)
            }
        )
        let engine = Engine(database: database, logger: logger)
        try await engine.start()
        var configuration = TemporalWorker.Configuration(taskQueue: taskQueue)
        configuration.maxCachedWorkflows = cached
        configuration.maxConcurrentWorkflowTasks = slots
        configuration.maxConcurrentActivities = slots
        configuration.pollShutdownPeriod = .zero
        let worker = try TemporalWorker(
            configuration: configuration,
            service: engine.service,
            activities: [Step(), Arrival()],
            workflows: [TenSteps.self, FirstStep.self, Waiting.self],
            logger: logger
        )
        guard let address = EngineServer.Address(host: "127.0.0.1", port: 0) else { return }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = EngineServer(engine: engine, address: address) { port.yield($0) }
        let services = ServiceGroup(services: [engine, server, worker], logger: logger)
        let running = Task {
            defer { port.finish() }
            try await services.run()
        }
        do {
            guard let port = await ports.first(where: { _ in true }) else { return try await running.value }
            let connection = try TemporalConnection(
                configuration: ConnectionConfiguration(host: "127.0.0.1", port: port),
                logger: logger
            )
            let connected = Task { try await connection.run() }
            defer { connected.cancel() }
            try await body(
                BenchEngine(
                    client: TemporalClient(service: engine.service, logger: logger),
                    remote: TemporalClient(service: connection, logger: logger),
                    commits: commits
                )
            )
        } catch {
            running.cancel()
            throw error
        }
        await services.triggerGracefulShutdown()
        try await running.value
        await database.close()
    }

    static func options(_ id: String) -> WorkflowOptions {
        WorkflowOptions(id: id, taskQueue: taskQueue)
    }
}
