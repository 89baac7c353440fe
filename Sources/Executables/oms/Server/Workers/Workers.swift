import HTTPAPI
import Inventory
import Logging
import OMSKernel
import OMSWorkflows
import Orders
import ServiceLifecycle
import Shipping
import TemporalSDK
import Warehouse

/// The workers of this process, each with the workflows and activities of its system of record.
///
/// They stop together. One that the Temporal service refuses ends the process; one whose service is away waits for it.
struct Workers: Service {
    /// How long a worker may be without an answer; a poll that finds nothing is answered after a minute or so.
    private static let maximumSilence = Duration.seconds(150)

    private let workers: [TemporalWorker]

    /// - Parameters:
    ///   - roles: the roles of the process; those that are no workers are passed over.
    ///   - limits: what each worker may do at once.
    ///   - temporal: where their tasks come from.
    ///   - systems: what their activities reach.
    /// - Throws: ``StartupError``.
    init(
        _ roles: Set<Role>,
        limits: Settings.Workers,
        temporal: TemporalAccess,
        systems: SystemsOfRecord
    ) throws {
        do {
            workers = try Role.workers.intersection(roles).sorted { $0.rawValue < $1.rawValue }.compactMap { role in
                guard let duty = systems.duty(of: role) else { return nil }
                var configuration = TemporalWorker.Configuration(
                    namespace: temporal.client.configuration.namespace,
                    taskQueue: duty.queue.rawValue,
                    dataConverter: temporal.converter
                )
                configuration.apply(limits)
                configuration.eagerWorkers = temporal.eagerWorkers
                return try TemporalWorker(
                    configuration: configuration,
                    service: temporal.service,
                    workflows: duty.workflows.isEmpty ? nil : .registry(try WorkflowRegistry(duty.workflows)),
                    activities: duty.activities,
                    logger: WorkerLogHandler.logger(label: "oms.worker.\(duty.queue.rawValue)")
                )
            }
        } catch {
            throw StartupError("The workers cannot start: \(error)")
        }
    }

    /// Tells of each worker whether it polls, and when it was last answered. A process without an answer from its
    /// Temporal service can still take orders, so none of these keeps it from being ready.
    var healthChecks: [HealthCheck] {
        workers.map { worker in
            HealthCheck(name: "worker:\(worker.configuration.taskQueue)", isRequired: false) {
                let reading = worker.pulse.reading
                guard reading.isPolling, let last = reading.lastAnswer ?? reading.began else {
                    return .down(reason: "it does not poll")
                }
                let silence = ContinuousClock.now - last
                guard silence > Self.maximumSilence else { return .up }
                return .down(reason: "its last poll was answered \(silence.components.seconds) seconds ago")
            }
        }
    }

    func run() async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in workers {
                    group.addTask { try await worker.run() }
                }
                try await group.waitForAll()
            }
        } catch let failure as WorkerFailure {
            throw StartupError("A worker ended: \(failure)")
        }
        // Returning ends the process, so a process without workers waits here.
        try? await gracefulShutdown()
    }
}

extension TemporalWorker.Configuration {
    fileprivate mutating func apply(_ limits: Settings.Workers) {
        workflowTaskPollers = limits.workflowPollers
        activityTaskPollers = limits.activityPollers
        maxConcurrentWorkflowTasks = limits.workflowTasks
        maxConcurrentActivities = limits.activities
        maxActivitiesPerSecond = limits.activityRate == 0 ? nil : Double(limits.activityRate)
        maxCachedWorkflows = limits.cachedWorkflows
        // Within the time that a process has to stop, HTTP and the relay included.
        gracefulShutdownPeriod = .seconds(8)
        forcedShutdownPeriod = .seconds(4)
    }
}
