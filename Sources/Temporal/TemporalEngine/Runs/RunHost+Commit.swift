import Synchronization
import SQLPort
import TemporalAPI

extension RunHost {
    var planner: RunPlanner { planner(at: clock.now()) }

    func planner(at now: EngineTime) -> RunPlanner {
        RunPlanner(namespaces: namespaces, runLimits: runLimits, now: now, nextOutboundID: outbound.nextID)
    }

    /// Stores what changed in a run whose lock is held, and then lets it be known.
    ///
    /// - Parameters:
    ///   - changed: the run after the change.
    ///   - run: its place in memory.
    ///   - before: the run before the change.
    ///   - finished: the row of `outbound` that is done with it.
    ///   - now: the time of the change.
    ///   - committed: called once it is stored, before anything else hears of it.
    /// - Throws: `ServiceError` when it was not stored; the run is then as before.
    func commit(
        _ changed: consuming RunState,
        of run: LoadedRun,
        before: RunState,
        finishing finished: Int64?,
        now: EngineTime,
        committed: () -> Void = {}
    ) async throws {
        guard finished != nil || changed != before else { return committed() }
        let plan = try planner(at: now).plan(changed, finishing: finished)
        guard let successor = plan.successor else {
            try await write(run) { try await store.commit([plan.write]) }
            committed()
            adopt(plan, in: run)
            return
        }
        // The next run is held until it is stored, so that nobody reads it half born.
        try await holding(successor.state.key) { next in
            try await write(run) { try await store.commit([plan.write], successor: successor.write) }
            committed()
            adopt(successor, in: next)
            adopt(plan, in: run)
        }
    }

    /// Writes, and forgets the run when it is not known whether that happened: it is read again then.
    func write<Value>(_ run: LoadedRun?, _ body: () async throws -> Value) async throws -> Value {
        let start = ContinuousClock.now
        do {
            let value = try await storing {
                do {
                    return try await body()
                } catch SQLError.outcomeUnknown(let reason) {
                    run?.forget()
                    doubt.set()
                    throw SQLError.outcomeUnknown(reason)
                }
            }
            metrics.committed(took: .now - start, failed: false)
            return value
        } catch {
            metrics.committed(took: .now - start, failed: true)
            throw error
        }
    }

    /// Takes over what was committed and releases all that waits for it.
    func adopt(_ plan: RunPlan, in run: LoadedRun) {
        adopt(plan.state, plan.transition, outbound: plan.write.outbound, in: run)
    }

    /// - Parameters:
    ///   - beginning: a new run that was committed.
    ///   - run: its place in memory.
    ///   - offersTasks: whether its first task may be taken at once.
    func adopt(_ beginning: RunPlan.Beginning, in run: LoadedRun, offersTasks: Bool = true) {
        adopt(
            beginning.state,
            beginning.transition,
            outbound: beginning.write.run.outbound,
            in: run,
            offersTasks: offersTasks
        )
    }

    private func adopt(
        _ state: RunState,
        _ transition: RunTransition,
        outbound rows: [OutboundRow],
        in run: LoadedRun,
        offersTasks: Bool = true
    ) {
        let snapshot = RunSnapshot(state: state, committedNextEventID: state.nextEventID)
        run.content.withLock { content in
            content.snapshot = snapshot
            content.keep(transition.events, bytes: transition.batch.count, isRunning: state.isRunning)
        }
        timers.set(state.key, due: state.nextDue)
        if !transition.events.isEmpty { watchers.notify(state.key.runID, isClosed: !state.isRunning) }
        for effect in transition.effects {
            switch effect {
            case .workflowTaskReady where offersTasks: offerWorkflowTask(of: state)
            case .activityReady(let id) where offersTasks: offerActivity(id, of: state)
            default: break
            }
        }
        // Queries go with the next workflow task; when there is none nothing stands before them.
        if state.workflowTask == nil, state.lastCompletedStartedEventID > 0 || !state.isRunning {
            queries.unblock(state.key.runID)
        }
        for row in rows { outbound.add(row) }
    }

    // MARK: Tasks

    /// Puts the workflow task that waits on its queue.
    func offerWorkflowTask(of state: RunState) {
        guard let task = state.workflowTask, task.started == nil else { return }
        let isSticky = task.taskQueue.kind == .sticky
        let reference = WorkflowTaskReference(
            key: state.key,
            scheduledEventID: task.scheduledEventID,
            attempt: task.attempt,
            normalQueue: isSticky ? state.normalTaskQueue.name : nil
        )
        let queue = QueueName(namespaceID: state.key.namespaceID, name: task.taskQueue.name, kind: .workflow)
        matching.add(.workflow(reference), to: queue)
    }

    /// Puts an activity that waits on its queue.
    func offerActivity(_ scheduledEventID: Int64, of state: RunState) {
        guard let activity = state.activities[scheduledEventID], activity.started == nil else { return }
        let reference = ActivityTaskReference(
            key: state.key,
            scheduledEventID: scheduledEventID,
            attempt: activity.attempt
        )
        let queue = QueueName(
            namespaceID: state.key.namespaceID,
            name: activity.attributes.taskQueue.name,
            kind: .activity
        )
        matching.add(.activity(reference), to: queue)
    }

    /// Offers everything of a run that waits for a worker: after a start of the engine.
    func offerTasks(of state: RunState) {
        for effect in state.waitingTasks(now: clock.now()) {
            switch effect {
            case .workflowTaskReady: offerWorkflowTask(of: state)
            case .activityReady(let id): offerActivity(id, of: state)
            default: break
            }
        }
    }

    /// Offers the tasks of a run: those that were held back, or that wait since before a start of the engine. What was
    /// at a worker that ended with an earlier process waits again.
    func offerTasks(of key: RunKey) async throws {
        try await holding(key) { run in
            let before = try await loaded(run)
            offerTasks(of: before.state)
            var state = before.state
            let now = clock.now()
            guard state.endLostAttempts(engineProcess: engineProcess, now: now) else { return }
            try await commit(state, of: run, before: before.state, finishing: nil, now: now)
        }
    }
}
