import Foundation
import Logging
import TemporalAPI

/// One run of a worker, from its first poll to its last report.
struct WorkerRun: Sendable {
    private let configuration: TemporalWorker.Configuration
    private let caller: ServiceCaller
    /// nil when there are no workflows here.
    private let handler: (any WorkflowTaskHandling)?
    private let activities: ActivityRegistry
    private let shutdown: ShutdownSignal
    private let pulse: WorkerPulse
    private let logger: Logger
    private let clock: any Clock<Duration>
    private let metrics: WorkerMetrics
    private let failure = FirstFailure()
    /// Begins when the run's task is cancelled: activities are then cancelled at once.
    private let cancellation = ShutdownSignal()
    private let queue = WorkQueue()
    private let running = RunningActivities()
    private let workflowSlots: SlotPool
    private let activitySlots: SlotPool
    private let instanceKey = UUID().uuidString.lowercased()
    /// The queue on which the service offers tasks of the runs that this worker has in memory.
    private let stickyQueue: String?

    init(
        configuration: TemporalWorker.Configuration,
        caller: ServiceCaller,
        handler: (any WorkflowTaskHandling)?,
        stickyQueue: String?,
        activities: ActivityRegistry,
        shutdown: ShutdownSignal,
        pulse: WorkerPulse,
        logger: Logger,
        clock: any Clock<Duration>
    ) {
        self.configuration = configuration
        self.caller = caller
        self.handler = handler
        self.activities = activities
        self.shutdown = shutdown
        self.pulse = pulse
        self.logger = logger
        self.clock = clock
        metrics = WorkerMetrics(namespace: configuration.namespace, taskQueue: configuration.taskQueue)
        workflowSlots = SlotPool(limit: configuration.maxConcurrentWorkflowTasks)
        activitySlots = SlotPool(limit: configuration.maxConcurrentActivities)
        self.stickyQueue = stickyQueue
    }

    /// Works until the shutdown.
    /// - Throws: ``WorkerFailure`` when the service refused this worker for good.
    func run() async throws(WorkerFailure) {
        logger.info("A worker starts", metadata: ["identity": "\(configuration.identity)"])
        metrics.started()
        pulse.begin()
        defer { pulse.end() }
        // Not a child: it must go on when this task is cancelled.
        let ending = Task { await endActivities() }
        await withTaskCancellationHandler {
            await work()
        } onCancel: {
            cancellation.begin()
        }
        ending.cancel()
        await handler?.close()
        logger.info("A worker has stopped")
        if let failure = failure.value { throw failure }
    }

    /// Lets clients of this process hand over first tasks, until the shutdown.
    private func takeEagerTasks() async {
        guard let handler, let eagerWorkers = configuration.eagerWorkers else { return }
        let leave = eagerWorkers.add(namespace: configuration.namespace, taskQueue: configuration.taskQueue) { type in
            guard !shutdown.hasBegun, handler.knows(type), let slot = workflowSlots.tryAcquire() else { return nil }
            guard queue.hold() else {
                slot.release()
                return nil
            }
            return EagerWorkers.Place(
                take: { task in
                    queue.submit(.workflow(task, slot))
                    queue.finishOne()
                },
                giveBack: {
                    slot.release()
                    queue.finishOne()
                }
            )
        }
        await shutdown.wait()
        leave()
    }

    private func work() async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                await self.poll()
                self.queue.close()
            }
            group.addTask { await self.watchActivities() }
            group.addTask { await self.takeEagerTasks() }
            for await job in queue.jobs {
                group.addTask { await self.carryOut(job) }
            }
            // All is done: nothing is left to cancel later.
            group.cancelAll()
        }
    }

    private func carryOut(_ job: WorkQueue.Job) async {
        switch job {
        case .workflow(let task, let slot):
            if let handler { await workflowProcessor(handler).process(task) }
            slot.release()
            metrics.slots(workflowSlots, of: .workflows)
        case .activity(let task, let slot):
            await activityProcessor.process(task)
            slot.release()
            metrics.slots(activitySlots, of: .activities)
        }
        queue.finishOne()
    }

    /// Polls until the shutdown, and a little longer: until the service has let go of the polls.
    private func poll() async {
        let pollers = pollers
        await withTaskGroup(of: Bool.self) { group in
            for sticky in workflowQueues {
                group.addTask {
                    await pollers.pollWorkflowTasks(sticky: sticky)
                    return false
                }
            }
            let limiter = configuration.maxActivitiesPerSecond.map { RateLimiter(perSecond: $0, clock: clock) }
            for _ in 0..<(activities.isEmpty ? 0 : configuration.activityTaskPollers) {
                group.addTask {
                    await pollers.pollActivityTasks(limiter: limiter)
                    return false
                }
            }
            group.addTask {
                await self.letGoOfPolls()
                return true
            }
            var pollersLeft = workflowQueues.count + (activities.isEmpty ? 0 : configuration.activityTaskPollers)
            while pollersLeft > 0, let isOver = await group.next() {
                if isOver { group.cancelAll() } else { pollersLeft -= 1 }
            }
            group.cancelAll()
        }
    }

    /// The queue of each workflow poll; nil is the task queue itself.
    private var workflowQueues: [String?] {
        guard handler != nil else { return [] }
        guard let stickyQueue else { return Array(repeating: nil, count: configuration.workflowTaskPollers) }
        // Each poll that waits holds a slot: more polls than slots would keep those of one queue out.
        let total = max(2, min(configuration.workflowTaskPollers, configuration.maxConcurrentWorkflowTasks))
        let normal = max(1, min(total - 1, Int(Double(total) * configuration.nonstickyToStickyPollRatio)))
        return Array(repeating: nil, count: normal) + Array(repeating: stickyQueue, count: total - normal)
    }

    /// Waits for the shutdown, tells the service, and gives the polls time to come back: a poll that is cut off may
    /// take a task along.
    private func letGoOfPolls() async {
        await shutdown.wait()
        guard !Task.isCancelled else { return }
        logger.info("A worker stops polling")
        var request = APIShutdownWorkerRequest()
        request.namespace = configuration.namespace
        request.identity = configuration.identity
        request.reason = "graceful shutdown"
        request.workerInstanceKey = instanceKey
        request.taskQueue = configuration.taskQueue
        request.taskQueueTypes = (handler == nil ? [] : [.workflow]) + (activities.isEmpty ? [] : [.activity])
        request.stickyTaskQueue = stickyQueue ?? ""
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [request] in await self.announce(request) }
            try? await clock.sleep(for: configuration.pollShutdownPeriod)
            group.cancelAll()
        }
    }

    private func announce(_ request: APIShutdownWorkerRequest) async {
        do {
            _ = try await caller.call("ShutdownWorker", retry: ServiceRetryPolicy.none) {
                try await $0.shutdownWorker(request, $1)
            }
        } catch {
            logger.debug("The service was not told of the shutdown", metadata: ["error": "\(error)"])
        }
    }

    /// Looks once a second for attempts whose time is over. One watch for all is cheaper than a timer for each.
    private func watchActivities() async {
        guard !activities.isEmpty else { return }
        while (try? await clock.sleep(for: .seconds(1))) != nil { running.cancelOverdue(now: .now) }
    }

    /// Waits for the shutdown and then as long as activities may still take; cancels them; and after another while
    /// stops waiting for them. A cancellation of the whole run leaves out the first while.
    private func endActivities() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.shutdown.wait()
                if !Task.isCancelled { try? await self.clock.sleep(for: self.configuration.gracefulShutdownPeriod) }
            }
            group.addTask { await self.cancellation.wait() }
            await group.next()
            group.cancelAll()
        }
        guard !Task.isCancelled else { return }
        if running.count > 0 {
            logger.info("Activities are cancelled by the shutdown", metadata: ["count": "\(running.count)"])
        }
        running.cancelAll()
        guard (try? await clock.sleep(for: configuration.forcedShutdownPeriod)) != nil else { return }
        running.abandonAll()
    }
}

extension WorkerRun {
    private var pollers: TaskPollers {
        TaskPollers(
            configuration: configuration,
            caller: caller,
            workflowSlots: workflowSlots,
            activitySlots: activitySlots,
            queue: queue,
            shutdown: shutdown,
            metrics: metrics,
            logger: logger,
            clock: clock,
            instanceKey: instanceKey,
            failure: failure,
            pulse: pulse
        )
    }

    private func workflowProcessor(_ handler: any WorkflowTaskHandling) -> WorkflowTaskProcessor {
        let eager = EagerActivities(
            configuration: configuration,
            registry: activities,
            slots: activitySlots,
            queue: queue,
            shutdown: shutdown
        )
        return WorkflowTaskProcessor(
            configuration: configuration,
            caller: caller,
            handler: handler,
            eager: eager,
            local: LocalActivityAttempts(eager: eager, processor: activityProcessor),
            metrics: metrics,
            logger: logger
        )
    }

    private var activityProcessor: ActivityTaskProcessor {
        ActivityTaskProcessor(
            configuration: configuration,
            caller: caller,
            registry: activities,
            running: running,
            metrics: metrics,
            logger: logger,
            clock: clock
        )
    }
}
