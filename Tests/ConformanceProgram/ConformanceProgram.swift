import ArgumentParser
import ConformanceScenarios
import Crypto
import Foundation
import Logging
import TemporalSDK

/// The client and the worker in Swift for the runs that are crossed with another language's.
@main
struct ConformanceProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance-program",
        abstract: "Plays the Swift side of the Temporal conformance checks.",
        subcommands: [WorkerCommand.self, ClientCommand.self]
    )
}

/// Where the service is, and how payloads are written.
struct ServiceOptions: ParsableArguments {
    @Option(help: "The service, as host:port.") var address: String
    @Option(help: "The task queue of the shared workflows.") var taskQueue: String
    @Option(help: "256 bits in hexadecimal: payloads are encrypted with it, under the key id \"conformance\".")
    var key: String?

    func converter() throws -> DataConverter {
        guard let key else { return .default }
        let bytes = stride(from: 0, to: key.count - 1, by: 2).compactMap { offset in
            let start = key.index(key.startIndex, offsetBy: offset)
            return UInt8(key[start..<key.index(start, offsetBy: 2)], radix: 16)
        }
        let codec = try AESGCMPayloadCodec(key: EncryptionKey(id: "conformance", key: SymmetricKey(data: bytes)))
        return DataConverter(payloadCodec: codec)
    }

    func connection() throws -> TemporalConnection {
        var logger = Logger(label: "conformance")
        logger.logLevel = .error
        return try TemporalConnection(configuration: ConnectionConfiguration(address: address), logger: logger)
    }
}

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Runs the shared workflows and activities until it is ended."
    )

    @OptionGroup var options: ServiceOptions

    func run() async throws {
        var logger = Logger(label: "conformance")
        logger.logLevel = .critical
        let connection = try options.connection()
        var configuration = TemporalWorker.Configuration(taskQueue: options.taskQueue)
        configuration.dataConverter = try options.converter()
        let worker = try TemporalWorker(
            configuration: configuration,
            service: connection,
            activities: ConformanceActivities.all,
            workflows: ConformanceWorkflows.all,
            logger: logger
        )
        print("polling \(options.taskQueue)")
        try await withThrowingTaskGroup { group in
            group.addTask { try await connection.run() }
            group.addTask { try await worker.run() }
            try await group.next()
            group.cancelAll()
        }
    }
}

struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Runs the scenarios of the shared workflows against a worker that is up; a line for each."
    )

    @OptionGroup var options: ServiceOptions

    func run() async throws {
        let connection = try options.connection()
        let configuration = TemporalClient.Configuration(dataConverter: try options.converter())
        var logger = Logger(label: "client")
        logger.logLevel = .critical
        let client = TemporalClient(service: connection, configuration: configuration, logger: logger)
        let tag = UUID().uuidString.prefix(8).lowercased()
        await withThrowingTaskGroup { group in
            group.addTask { try await connection.run() }
            await withTaskGroup { scenarios in
                for scenario in ConformanceScenario.all {
                    let tried = ConformanceClient(
                        client: client,
                        taskQueue: options.taskQueue,
                        prefix: "\(scenario.name)-\(tag)"
                    )
                    scenarios.addTask { await Self.report(scenario, tried) }
                }
            }
            group.cancelAll()
        }
    }

    private static func report(_ scenario: ConformanceScenario, _ tried: ConformanceClient) async {
        do {
            try await scenario.run(tried)
            print("passed \(scenario.name)")
        } catch {
            print("FAILED \(scenario.name): \(error)")
        }
    }
}
