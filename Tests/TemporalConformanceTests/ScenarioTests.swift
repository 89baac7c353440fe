import ConformanceScenarios
import Crypto
import Foundation
import Logging
import TemporalAPI
import TemporalSDK
import Testing

/// The scenarios that Tests/Conformance crosses with Python, with client and worker in Swift.
@Suite
struct ScenarioTests {
    @Test(.timeLimit(.minutes(5)), arguments: Way.allCases, ConformanceScenario.all)
    func `what the client sees is what it should`(_ way: Way, _ scenario: ConformanceScenario) async throws {
        try await RunningService.with(way) { service in
            try await run(scenario, service, .default)
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: ConformanceScenario.all)
    func `with payloads encrypted it is the same`(_ scenario: ConformanceScenario) async throws {
        let key = try EncryptionKey(id: "key", key: SymmetricKey(size: .bits256))
        let converter = DataConverter(payloadCodec: try AESGCMPayloadCodec(key: key))
        try await RunningService.with(.inProcess) { service in
            try await run(scenario, service, converter)
        }
    }

    private func run(
        _ scenario: ConformanceScenario,
        _ service: any WorkflowServiceCalls,
        _ converter: DataConverter
    ) async throws {
        var configuration = TemporalWorker.Configuration(taskQueue: "shared", dataConverter: converter)
        configuration.gracefulShutdownPeriod = .zero
        let worker = try TemporalWorker(
            configuration: configuration,
            service: service,
            activities: ConformanceActivities.all,
            workflows: ConformanceWorkflows.all,
            logger: RunningService.logger
        )
        let client = TemporalClient(
            service: service,
            configuration: TemporalClient.Configuration(dataConverter: converter),
            logger: RunningService.logger
        )
        try await withThrowingTaskGroup { group in
            group.addTask { try await worker.run() }
            try await scenario.run(ConformanceClient(client: client, taskQueue: "shared", prefix: scenario.name))
            worker.beginShutdown()
            try await group.waitForAll()
        }
    }
}
