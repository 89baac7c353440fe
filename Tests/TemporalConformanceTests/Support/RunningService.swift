import Logging
import SQLiteDriver
import TemporalAPI
import TemporalEngine
import TemporalSDK
import TestSupport
import Testing

/// How a client and a worker reach the engine.
enum Way: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case inProcess, overSocket

    var testDescription: String { rawValue }
}

/// An engine on a database file of its own, at work for the time of a test.
enum RunningService {
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs a test with the service reached in this way.
    static func with(_ way: Way, _ test: @Sendable (any WorkflowServiceCalls) async throws -> Void) async throws {
        let folder = try TemporaryDirectory(prefix: "conformance")
        let database = try SQLiteDatabase(SQLiteConfiguration(path: "\(folder.path)/engine.sqlite"))
        let engine = Engine(database: database, logger: logger)
        do {
            try await engine.start()
            try await withThrowingTaskGroup { group in
                group.addTask { await engine.run() }
                switch way {
                case .inProcess: try await test(engine.service)
                case .overSocket: try await withConnection(to: engine, test)
                }
                group.cancelAll()
            }
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    private static func withConnection(
        to engine: Engine,
        _ test: @Sendable (any WorkflowServiceCalls) async throws -> Void
    ) async throws {
        guard let address = EngineServer.Address(host: "127.0.0.1", port: 0) else { return }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = EngineServer(engine: engine, address: address) { port.yield($0) }
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            for await port in ports.prefix(1) {
                let configuration = try ConnectionConfiguration(address: "127.0.0.1:\(port)")
                let connection = try TemporalConnection(configuration: configuration, logger: logger)
                group.addTask { try await connection.run() }
                try await test(connection)
            }
            group.cancelAll()
        }
    }
}
