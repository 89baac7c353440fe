import Foundation
import Logging
package import TemporalAPI

/// Runs workflow code for the tasks of one task queue, with a bounded cache of runs.
package final class WorkflowTaskHandler: WorkflowTaskHandling {
    package struct Configuration: Sendable {
        /// How many runs stay in memory between their tasks. 0: every task is a replay.
        package var maximumCachedRuns: Int
        /// How many pieces of workflow code run at once.
        package var threads: Int
        /// How many events of one history are read.
        package var maximumHistoryEvents: Int
        /// Who this worker is, in the histories.
        package var identity: String
        /// Where tasks of cached runs are to come; nil when this worker has no such queue.
        package var stickyAttributes: APIStickyExecutionAttributes?

        package init(
            maximumCachedRuns: Int = 1_000,
            threads: Int = max(2, ProcessInfo.processInfo.activeProcessorCount),
            maximumHistoryEvents: Int = 100_000,
            identity: String = "",
            stickyAttributes: APIStickyExecutionAttributes? = nil
        ) {
            self.maximumCachedRuns = maximumCachedRuns
            self.threads = threads
            self.maximumHistoryEvents = maximumHistoryEvents
            self.identity = identity
            self.stickyAttributes = stickyAttributes
        }
    }

    let registry: WorkflowRegistry
    let environment: WorkflowEnvironment
    let configuration: Configuration
    private let runs: WorkflowRunCache
    private let threads: WorkflowThreads
    private let metrics: StickyCacheMetrics

    package init(
        _ registry: WorkflowRegistry,
        environment: WorkflowEnvironment,
        configuration: Configuration = Configuration()
    ) {
        self.registry = registry
        self.environment = environment
        self.configuration = configuration
        runs = WorkflowRunCache(capacity: max(0, configuration.maximumCachedRuns))
        metrics = StickyCacheMetrics(namespace: environment.namespace, taskQueue: environment.taskQueue)
        threads = WorkflowThreads(count: configuration.threads, limit: environment.limits.deadlock)
    }

    deinit {
        threads.close()
    }

    /// How many runs are cached.
    package var cachedRuns: Int { runs.count }

    package func handle(
        _ task: APIPollWorkflowTaskQueueResponse,
        history: any HistoryPages,
        activities: (any LocalActivityRunner)?
    ) async -> WorkflowTaskOutcome {
        let runID = task.workflowExecution.runID
        var machine = await runs.checkOut(runID)
        let outcome = await handle(task, history, activities, &machine)
        let evicted = runs.checkIn(runID, machine)
        if configuration.maximumCachedRuns > 0 { metrics.changed(cached: runs.count, evicted: evicted.count) }
        await evict(evicted)
        return outcome
    }

    package func forget(runID: String) async {
        let machine = await runs.checkOut(runID)
        await evict([machine].compactMap(\.self) + runs.checkIn(runID, nil))
    }

    package func knows(_ workflowType: String) -> Bool { registry[workflowType] != nil }

    package func close() async {
        await evict(runs.removeAll())
    }

    /// - Parameters:
    ///   - task: the task at hand.
    ///   - history: where missing events are read.
    ///   - activities: tries local activities.
    ///   - machine: the run as it is cached; afterwards the run to cache, or nil.
    /// - Returns: what to send.
    private func handle(
        _ task: APIPollWorkflowTaskQueueResponse,
        _ history: any HistoryPages,
        _ activities: (any LocalActivityRunner)?,
        _ machine: inout WorkflowMachine?
    ) async -> WorkflowTaskOutcome {
        if let cached = machine, !cached.canTake(task) {
            machine = nil
            await evict([cached])
        }
        if machine != nil { metrics.hit() } else if task.countsOnCachedRun { metrics.miss() }
        do {
            guard let workflow = registry[task.workflowType.name] else { throw unknownType(task) }
            let isNew = machine == nil
            let run =
                machine
                ?? WorkflowMachine(workflow, execution: task.workflowExecution, environment: environment)
            machine = nil
            let events = try await HistoryReading(task, pages: history, limit: configuration.maximumHistoryEvents)
                .events(fromStart: isNew)
            let answer = try await answer(task, events, of: run, activities)
            if answer.isCacheable { machine = run }
            return outcome(of: task, try answer.result.get(), isCached: answer.isCacheable)
        } catch let failure as WorkflowTaskFailure {
            return outcome(of: task, failure)
        } catch {
            return .unanswered(.worker("the history could not be read: \(error)"))
        }
    }

    /// Lets workflow code run, and the local activities that it asks for. Those get a fifth of the time that the
    /// service waits for the task: the rest is for the code and for the answer, and queries wait meanwhile.
    private func answer(
        _ task: APIPollWorkflowTaskQueueResponse,
        _ events: [APIHistoryEvent],
        of run: WorkflowMachine,
        _ activities: (any LocalActivityRunner)?
    ) async throws(WorkflowTaskFailure) -> WorkflowTaskAnswer {
        let start = ContinuousClock.now
        var step = try await step(of: run) { run.answer(task, events, triesActivities: activities != nil) }
        while true {
            switch step {
            case .answer(let answer): return answer
            case .attempt(var attempt):
                let left = start + run.taskTimeout / 5 - .now
                attempt.limit(to: left)
                let result = left > .zero ? await activities?.attempt(attempt) : nil
                step = try await self.step(of: run) { run.answer(task, after: result) }
            }
        }
    }

    private func step(
        of run: WorkflowMachine,
        _ body: @escaping @Sendable () -> WorkflowTaskStep
    ) async throws(WorkflowTaskFailure) -> WorkflowTaskStep {
        try await threads.run(late: { (_: WorkflowTaskStep) in run.evict() }, body)
    }

    private func unknownType(_ task: APIPollWorkflowTaskQueueResponse) -> WorkflowTaskFailure {
        .worker(
            """
            workflow type '\(task.workflowType.name)' is not registered on this worker; \
            it knows \(registry.names.joined(separator: ", "))
            """
        )
    }

    private func evict(_ machines: [WorkflowMachine]) async {
        guard !machines.isEmpty else { return }
        try? await threads.run(late: { _ in }) {
            for machine in machines { machine.evict() }
        }
    }
}

extension WorkflowMachine {
    /// How long the service waits for the answer to a workflow task; its default when the history does not say.
    fileprivate var taskTimeout: Duration {
        let timeout = Duration(started.workflowTaskTimeout)
        return timeout > .zero ? timeout : .seconds(10)
    }
}

extension APIPollActivityTaskQueueResponse {
    fileprivate mutating func limit(to time: Duration) {
        let timeout = Duration(startToCloseTimeout)
        if timeout <= .zero || timeout > time { startToCloseTimeout = .init(time) }
    }
}

extension APIPollWorkflowTaskQueueResponse {
    /// Whether it came without the beginning of the history, as tasks of the sticky queue do.
    fileprivate var countsOnCachedRun: Bool {
        history.events.first.map { $0.eventID > 1 } ?? (previousStartedEventID > 0)
    }
}
