import Foundation
import Logging
import SQLPort
import SQLiteDriver
import TemporalAPI
import TemporalEngine
import TemporalSDK
import TestSupport

/// An engine on a file of its own, a worker and a client, in this process or with a socket between them.
struct EndToEnd: Sendable {
    /// How the worker and the client reach the engine.
    enum Way: String, CaseIterable, Sendable, CustomStringConvertible {
        case inProcess = "in process"
        case socket = "over a socket"

        var description: String { rawValue }
    }

    let client: TemporalClient
    let service: any WorkflowServiceCalls
    let taskQueue: String

    func options(_ id: String) -> WorkflowOptions {
        WorkflowOptions(id: id, taskQueue: taskQueue)
    }

    static let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }

    /// Runs a test with an engine and a worker that work.
    static func with<Result: Sendable>(
        _ way: Way,
        workflows: [any WorkflowDefinition.Type],
        activities: [RegisteredActivity],
        converter: DataConverter = .default,
        configure: (inout TemporalWorker.Configuration) -> Void = { _ in },
        _ test: (EndToEnd) async throws -> Result
    ) async throws -> Result {
        try await withEngine(way) { service in
            var configuration = TemporalWorker.Configuration(taskQueue: "queue", dataConverter: converter)
            configuration.gracefulShutdownPeriod = .zero
            configure(&configuration)
            let worker = try TemporalWorker(
                configuration: configuration,
                service: service,
                workflows: .registry(WorkflowRegistry(workflows)),
                activities: activities,
                logger: silent
            )
            let running = Task { try await worker.run() }
            var clientConfiguration = TemporalClient.Configuration(dataConverter: converter)
            clientConfiguration.eagerWorkers = configuration.eagerWorkers
            let client = TemporalClient(service: service, configuration: clientConfiguration, logger: silent)
            do {
                let result = try await test(EndToEnd(client: client, service: service, taskQueue: "queue"))
                worker.beginShutdown()
                try await running.value
                return result
            } catch {
                running.cancel()
                _ = await running.result
                throw error
            }
        }
    }

    private static func withEngine<Result: Sendable>(
        _ way: Way,
        _ test: (any WorkflowServiceCalls) async throws -> Result
    ) async throws -> Result {
        let folder = try TemporaryDirectory(prefix: "e2e")
        let database = try SQLiteDatabase(SQLiteConfiguration(path: "\(folder.path)/engine.sqlite"))
        let engine = Engine(database: database, logger: silent)
        try await engine.start()
        let work = Task { await engine.run() }
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await withService(way, of: engine, test))
        } catch {
            result = .failure(error)
        }
        work.cancel()
        engine.endPolls()
        await work.value
        await database.close()
        return try result.get()
    }

    private static func withService<Result: Sendable>(
        _ way: Way,
        of engine: Engine,
        _ test: (any WorkflowServiceCalls) async throws -> Result
    ) async throws -> Result {
        guard way == .socket, let address = EngineServer.Address(host: "127.0.0.1", port: 0) else {
            return try await test(engine.service)
        }
        let (ports, port) = AsyncStream<Int>.makeStream()
        let server = EngineServer(engine: engine, address: address) { port.yield($0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            defer { group.cancelAll() }
            var iterator = ports.makeAsyncIterator()
            guard let listening = await iterator.next() else { throw CancellationError() }
            let connection = try TemporalConnection(
                configuration: .init(host: "127.0.0.1", port: listening),
                logger: silent
            )
            group.addTask { try await connection.run() }
            return try await test(connection)
        }
    }
}
