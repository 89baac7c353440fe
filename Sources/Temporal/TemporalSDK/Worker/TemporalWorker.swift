import Foundation
import GRPCCore
package import Logging
import ServiceLifecycle
import SwiftProtobuf
package import TemporalAPI

/// Runs workflows and activities of one task queue.
///
/// A graceful shutdown stops polling, lets workflow tasks end and gives activities some time before they are
/// cancelled; `run` returns when everything is reported, and in any case when the periods of the configuration are
/// over. When the service is away the worker waits for it, for ever. When the service refuses it, `run` throws.
package final class TemporalWorker: Service {
    package let configuration: Configuration
    /// Whether it gets answers.
    package let pulse = WorkerPulse()
    private let caller: ServiceCaller
    private let workflows: WorkflowTaskSource?
    private let activities: ActivityRegistry
    private let logger: Logger
    private let clock: any Clock<Duration>
    private let shutdown = ShutdownSignal()

    /// A worker on any service: an engine in this process, or a connection.
    ///
    /// - Parameters:
    ///   - configuration: The task queue, limits and converters.
    ///   - service: Where tasks come from.
    ///   - activityContainers: Activities that come together.
    ///   - activities: Activities one by one.
    ///   - workflows: The workflows.
    ///   - logger: Its lines carry the namespace, the task queue and the ids of what they are about.
    /// - Throws: `WorkerConfigurationError`; `WorkflowRegistrationError`.
    package convenience init(
        configuration: Configuration,
        service: any WorkflowServiceCalls,
        activityContainers: [any ActivityContainer] = [],
        activities: [any ActivityDefinition] = [],
        workflows: [any WorkflowDefinition.Type] = [],
        logger: Logger
    ) throws {
        try self.init(
            configuration: configuration,
            service: service,
            workflows: workflows.isEmpty ? nil : .registry(try WorkflowRegistry(workflows)),
            activities: (activityContainers.flatMap(\.allActivities) + activities).map { RegisteredActivity($0) },
            logger: logger
        )
    }

    /// A worker of activities that are registered already, or of workflow tasks that something else handles.
    ///
    /// - Parameters:
    ///   - configuration: The task queue, limits and converters.
    ///   - service: Where tasks come from.
    ///   - workflows: What handles workflow tasks; nil for a worker of activities alone.
    ///   - activities: The activities.
    ///   - logger: Its lines carry the namespace, the task queue and the ids of what they are about.
    ///   - clock: What the worker waits on between heartbeats, attempts and polls.
    /// - Throws: `WorkerConfigurationError`.
    package init(
        configuration: Configuration,
        service: any WorkflowServiceCalls,
        workflows: WorkflowTaskSource?,
        activities: [RegisteredActivity],
        logger: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) throws {
        try configuration.check()
        var logger = logger
        logger[metadataKey: "temporal.namespace"] = "\(configuration.namespace)"
        logger[metadataKey: "temporal.task_queue"] = "\(configuration.taskQueue)"
        self.configuration = configuration
        self.caller = ServiceCaller(service: service, namespace: configuration.namespace, logger: logger, clock: clock)
        self.workflows = workflows
        self.activities = try ActivityRegistry(activities)
        self.logger = logger
        self.clock = clock
        guard workflows != nil || !self.activities.isEmpty else {
            throw WorkerConfigurationError("a worker needs workflows or activities")
        }
    }

    /// Works until the shutdown.
    /// - Throws: ``WorkerFailure`` when the service refuses this worker for good; `CancellationError`.
    package func run() async throws {
        try await withGracefulShutdownHandler {
            guard let capabilities = try await greet() else { return }
            let (handler, stickyQueue) = makeHandler(capabilities)
            try await WorkerRun(
                configuration: configuration,
                caller: caller,
                handler: handler,
                stickyQueue: stickyQueue,
                activities: activities,
                shutdown: shutdown,
                pulse: pulse,
                logger: logger,
                clock: clock
            ).run()
        } onGracefulShutdown: {
            self.shutdown.begin()
        }
        try Task.checkCancellation()
    }

    /// Begins the graceful shutdown: `run` returns when it is over.
    package func beginShutdown() {
        shutdown.begin()
    }

    /// What handles workflow tasks, and the queue on which tasks of its cached runs come.
    private func makeHandler(
        _ capabilities: APIGetSystemInfoResponse.Capabilities
    ) -> ((any WorkflowTaskHandling)?, String?) {
        guard let workflows else { return (nil, nil) }
        let cachesRuns = configuration.maxCachedWorkflows > 0
        let stickyQueue = cachesRuns ? "\(configuration.identity)-\(UUID().uuidString.lowercased())" : nil
        switch workflows {
        case .handler(let handler): return (handler, stickyQueue)
        case .registry(let registry):
            return (handler(registry, stickyQueue, sendsSDKMetadata: capabilities.sdkMetadata), stickyQueue)
        }
    }

    private func handler(
        _ registry: WorkflowRegistry,
        _ stickyQueue: String?,
        sendsSDKMetadata: Bool
    ) -> WorkflowTaskHandler {
        WorkflowTaskHandler(
            registry,
            environment: WorkflowEnvironment(
                namespace: configuration.namespace,
                taskQueue: configuration.taskQueue,
                converter: configuration.dataConverter,
                sendsSDKMetadata: sendsSDKMetadata,
                logger: logger
            ),
            configuration: .init(
                maximumCachedRuns: configuration.maxCachedWorkflows,
                identity: configuration.identity,
                stickyAttributes: stickyQueue.map(stickyAttributes)
            )
        )
    }

    private func stickyAttributes(_ queue: String) -> APIStickyExecutionAttributes {
        .with {
            $0.workerTaskQueue.name = queue
            $0.workerTaskQueue.kind = .sticky
            $0.workerTaskQueue.normalName = configuration.taskQueue
            $0.scheduleToStartTimeout = .init(configuration.stickyQueueScheduleToStartTimeout)
        }
    }

    /// Asks for the namespace and for what the service can do. Waits for a service that is away.
    /// - Returns: nil when the shutdown came first.
    private func greet() async throws -> APIGetSystemInfoResponse.Capabilities? {
        try await withThrowingTaskGroup(of: APIGetSystemInfoResponse.Capabilities?.self) { group in
            group.addTask {
                var request = APIDescribeNamespaceRequest()
                request.namespace = self.configuration.namespace
                _ = try await self.ask("DescribeNamespace", else: APIDescribeNamespaceResponse()) { [request] in
                    try await $0.describeNamespace(request, $1)
                }
                return try await self.ask("GetSystemInfo", else: APIGetSystemInfoResponse()) {
                    try await $0.getSystemInfo(APIGetSystemInfoRequest(), $1)
                }.capabilities
            }
            group.addTask {
                await self.shutdown.wait()
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// Asks something at the start. A service that does not know the question gives no answer and is no less good.
    private func ask<Answer: Sendable>(
        _ operation: String,
        else none: Answer,
        _ question: (any WorkflowServiceCalls, TemporalAPI.CallOptions) async throws -> Answer
    ) async throws -> Answer {
        do {
            return try await caller.call(operation, .taskPoll) { try await question($0, $1) }
        } catch let error as ServiceError where error.code == .unimplemented {
            return none
        } catch let error as ServiceError {
            logger.error("The service refuses this worker", metadata: ["rpc": "\(operation)", "error": "\(error)"])
            throw WorkerFailure(operation: operation, error: error)
        }
    }
}

/// Where a worker's workflow tasks are handled.
package enum WorkflowTaskSource: Sendable {
    case registry(WorkflowRegistry)
    case handler(any WorkflowTaskHandling)
}
