package import Logging
package import SQLPort
import Synchronization
package import TemporalEngine
package import TemporalSDK

/// An engine in the test's own process, with a client, workers, and time that need not be waited for.
///
/// ```swift
/// try await TestEnvironment.run(on: database) { environment in
///     try await environment.withWorker(taskQueue: "orders", workflows: [Reminder.self]) {
///         let reminder = try await environment.client.startWorkflow(
///             type: Reminder.self, options: .init(id: "r", taskQueue: "orders"), input: "milk")
///         try await environment.sleep(for: .seconds(86_400))
///         try await reminder.signal(Reminder.stop)
///         let result = try await environment.skippingTime { try await reminder.result() }
///     }
/// }
/// ```
///
/// Time goes on as the machine's does. It leaps to the next timer, retry or timeout only while a test sleeps here or
/// runs a body with ``skippingTime(while:)``, and only when no workflow task and no activity runs or waits on a queue
/// that has a worker. An activity that waits for something outside of the service keeps time from leaping.
package final class TestEnvironment: Sendable {
    /// Closed runs are kept however much time is skipped.
    private static let retention = Duration.seconds(50 * 365 * 86_400)
    /// How long to wait before looking again whether anything moves.
    private static let lookInterval = Duration.milliseconds(2)

    package let engine: Engine
    package let client: TemporalClient
    private let clock: SkippingClock
    private let logger: Logger
    /// How many workers there are, by task queue.
    private let served = Mutex<[String: Int]>([:])

    private init(
        database: any SQLDatabase,
        configuration: EngineConfiguration,
        dataConverter: DataConverter,
        logger: Logger
    ) {
        var configuration = configuration
        configuration.limits.defaultRetention = Self.retention
        clock = SkippingClock()
        engine = Engine(database: database, configuration: configuration, clock: clock, logger: logger)
        client = TemporalClient(
            service: engine.service,
            configuration: .init(namespace: configuration.defaultNamespace, dataConverter: dataConverter),
            logger: logger
        )
        self.logger = logger
    }

    /// Runs a body with an engine that works for as long.
    ///
    /// - Parameters:
    ///   - database: of this engine alone; the caller closes it.
    ///   - configuration: the engine's.
    ///   - dataConverter: of the client and of workers.
    ///   - logger: of all parts.
    ///   - body: the test.
    /// - Returns: what the body returns.
    /// - Throws: what the body throws; what the engine's start throws.
    package static func run<Result: Sendable>(
        on database: any SQLDatabase,
        configuration: EngineConfiguration = EngineConfiguration(),
        dataConverter: DataConverter = .default,
        logger: Logger = Logger(label: "temporal.test") { _ in SwiftLogNoOpLogHandler() },
        _ body: (TestEnvironment) async throws -> Result
    ) async throws -> Result {
        let environment = TestEnvironment(
            database: database,
            configuration: configuration,
            dataConverter: dataConverter,
            logger: logger
        )
        try await environment.engine.start()
        return try await whileRunning(
            { await environment.engine.run() },
            end: { $0.cancel() },
            body: { try await body(environment) }
        )
    }

    /// Runs a body while a worker serves a task queue.
    ///
    /// - Parameters:
    ///   - taskQueue: the task queue.
    ///   - workflows: the workflows that it knows.
    ///   - activities: the activities that it knows.
    ///   - registered: more of them, registered already.
    ///   - configure: changes how the worker works.
    ///   - body: the test.
    /// - Returns: what the body returns.
    /// - Throws: what the body throws; what the worker's start throws.
    package func withWorker<Result: Sendable>(
        taskQueue: String,
        workflows: [any WorkflowDefinition.Type] = [],
        activities: [any ActivityDefinition] = [],
        registered: [RegisteredActivity] = [],
        configure: (inout TemporalWorker.Configuration) -> Void = { _ in },
        _ body: () async throws -> Result
    ) async throws -> Result {
        var configuration = TemporalWorker.Configuration(
            namespace: client.configuration.namespace,
            taskQueue: taskQueue,
            dataConverter: client.configuration.dataConverter
        )
        configuration.gracefulShutdownPeriod = .zero
        configure(&configuration)
        let worker = try TemporalWorker(
            configuration: configuration,
            service: engine.service,
            workflows: workflows.isEmpty ? nil : .registry(WorkflowRegistry(workflows)),
            activities: activities.map { RegisteredActivity($0) } + registered,
            logger: logger
        )
        served.withLock { $0[taskQueue, default: 0] += 1 }
        defer { served.withLock { $0[taskQueue, default: 1] -= 1 } }
        return try await Self.whileRunning(
            { try await worker.run() },
            end: { _ in worker.beginShutdown() },
            body: body
        )
    }

    // MARK: Time

    /// What time it is for the engine.
    package var now: EngineTime { clock.current }

    /// Lets so much time pass: what is due meanwhile happens in its order and at its time.
    /// - Parameter duration: how long.
    /// - Throws: `CancellationError`, `ServiceError`, `SQLError`.
    package func sleep(for duration: Duration) async throws {
        let end = now + duration
        repeat {
            try await leap(atMostTo: end)
        } while now < end
        // What fell due at the end happens before the caller goes on.
        while try await rest() == .busy { try await Task.sleep(for: Self.lookInterval) }
    }

    /// Runs a body, such as one that waits for a workflow's result, and skips time whenever nothing else moves.
    ///
    /// - Parameter body: what is waited for.
    /// - Returns: what the body returns.
    /// - Throws: what the body throws; `ServiceError`, `SQLError`.
    package func skippingTime<Result: Sendable>(
        while body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while !Task.isCancelled { try await self.leap(atMostTo: .distantFuture) }
                return nil
            }
            defer { group.cancelAll() }
            while let next = try await group.next() {
                if let result = next { return result }
            }
            throw CancellationError()
        }
    }

    /// Leaps to the next time at which something happens, or waits a moment when something moves.
    private func leap(atMostTo end: EngineTime) async throws {
        let readings = clock.readings
        if case .idle(let next) = try await rest() {
            let target = min(next ?? end, end)
            if target < .distantFuture, clock.leap(to: target, unlessReadSince: readings) { return }
        }
        try await Task.sleep(for: Self.lookInterval)
    }

    private func rest() async throws -> EngineRest {
        let names = served.withLock { served in Set(served.filter { $0.value > 0 }.keys) }
        return try await engine.rest(at: clock.current, isServed: names.contains)
    }

    // MARK: Parts that work beside the test

    /// Runs a body beside something that works until it is told to end.
    private static func whileRunning<Result: Sendable>(
        _ work: @escaping @Sendable () async throws -> Void,
        end: (Task<Void, any Error>) -> Void,
        body: () async throws -> Result
    ) async throws -> Result {
        let running = Task { try await work() }
        do {
            let result = try await body()
            end(running)
            try await running.value
            return result
        } catch {
            end(running)
            _ = await running.result
            throw error
        }
    }
}
