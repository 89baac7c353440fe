import SwiftProtobuf
package import TemporalAPI

/// What a worker is told about the workflow task it completed.
package struct WorkflowTaskOutcome: Sendable, Equatable {
    /// Set when the completion was not taken as it came: the state changed nevertheless (the task failed, or timed
    /// out), and must be stored before the worker gets this error.
    package var refusal: RunRefusal?
    /// The next task, when the worker asked to have it at once and there is one.
    package var nextTask: StartedWorkflowTask?
    /// Activities the worker asked to run itself.
    package var activities: [StartedActivity] = []
}

extension RunState {
    /// A worker completed a workflow task: its commands become events.
    ///
    /// A command that cannot be carried out fails the whole task, and none of its commands counts.
    ///
    /// - Parameters:
    ///   - token: which start of which task.
    ///   - request: the completion as it came.
    ///   - rules: what commands may do.
    ///   - engineProcess: the process of the engine that the worker lives in; 0 for one of its own.
    ///   - now: the time.
    ///   - ids: for new runs and for the starts of eager activities.
    /// - Returns: what the worker is told.
    /// - Throws: `RunRefusal` when that start is over, or the commands make no sense; nothing changed then.
    package mutating func completeWorkflowTask(
        _ token: WorkflowTaskToken,
        _ request: APIRespondWorkflowTaskCompletedRequest,
        rules: CommandRules = CommandRules(),
        engineProcess: UInt64 = 0,
        now: EngineTime,
        ids: inout some IDSource
    ) throws(RunRefusal) -> WorkflowTaskOutcome {
        try check(token)
        guard let task = workflowTask else { throw .workflowTaskNotFound }
        guard !request.intermediatePage, request.pageNumber == 0 else {
            throw .invalidArgument(
                "workflow task completion pagination is disabled for this namespace \(key.namespace)"
            )
        }
        try CommandSequence.check(request.commands)

        let keepsAlive =
            request.forceCreateNewWorkflowTask && request.commands.isEmpty && request.messages.isEmpty
        if keepsAlive, now > task.originalScheduledTime + limits.workflowTaskHeartbeatTimeout {
            return timeOutHeartbeats(request, now: now)
        }
        let before = self
        let completedEventID = addWorkflowTaskCompleted(request, task: task, now: now)
        set(sticky: request.stickyAttributes)
        var pass = CommandPass(
            state: self,
            completedEventID: completedEventID,
            identity: request.identity,
            rules: rules,
            now: now
        )
        do {
            for command in request.commands {
                try pass.perform(command, ids: &ids)
            }
        } catch {
            self = before
            return try failCompletion(error, task: task, identity: request.identity, now: now)
        }
        self = pass.state
        let original = keepsAlive ? task.originalScheduledTime : nil
        let needsTask = request.forceCreateNewWorkflowTask || pass.needsWorkflowTask
        var outcome = WorkflowTaskOutcome()
        outcome.activities = startEager(pass, request.identity, engineProcess, now: now, ids: &ids)
        return finishCompletion(request, outcome, needsTask: needsTask, original: original, now: now)
    }

    /// Starts the activities that the worker asked to run itself.
    private mutating func startEager(
        _ pass: CommandPass,
        _ identity: String,
        _ engineProcess: UInt64,
        now: EngineTime,
        ids: inout some IDSource
    ) -> [StartedActivity] {
        guard isRunning else { return [] }
        return pass.eagerActivities.compactMap { scheduledEventID in
            // It may have been cancelled by a later command.
            guard let activity = activities[scheduledEventID] else { return nil }
            let poller = ActivityPoller(identity: identity, requestID: ids.next(), engineProcess: engineProcess)
            start(activity, poller: poller, now: now)
            return startedActivity(activities[scheduledEventID] ?? activity)
        }
    }

    /// Writes the completed event; a transient task's other two events with it.
    private mutating func addWorkflowTaskCompleted(
        _ request: APIRespondWorkflowTaskCompletedRequest,
        task: WorkflowTask,
        now: EngineTime
    ) -> Int64 {
        var (scheduledEventID, startedEventID) = (task.scheduledEventID, task.started?.eventID ?? 0)
        if task.isTransient, let started = task.started {
            workflowTask = nil
            scheduledEventID = add(
                .workflowTaskScheduledEventAttributes(
                    .with {
                        $0.taskQueue = currentTaskQueue
                        $0.startToCloseTimeout = task.startToCloseTimeout.protobuf
                        $0.attempt = task.attempt
                    }
                ),
                at: task.scheduledTime
            )
            startedEventID = nextEventID
            addWorkflowTaskStarted(started, scheduledEventID: scheduledEventID)
        }
        workflowTaskAttempt = 1
        isCloseAttempted = false
        return add(
            .workflowTaskCompletedEventAttributes(
                .completed(request, scheduledEventID: scheduledEventID, startedEventID: startedEventID)
            ),
            at: now
        )
    }

    private mutating func set(sticky attributes: APIStickyExecutionAttributes) {
        guard attributes.hasWorkerTaskQueue, !attributes.workerTaskQueue.name.isEmpty else {
            sticky = nil
            return
        }
        sticky = StickyQueue(
            name: attributes.workerTaskQueue.name,
            scheduleToStartTimeout: Duration(attributes.scheduleToStartTimeout)
        )
    }

    /// The worker kept the task alive for too long without any progress.
    private mutating func timeOutHeartbeats(
        _ request: APIRespondWorkflowTaskCompletedRequest,
        now: EngineTime
    ) -> WorkflowTaskOutcome {
        addWorkflowTaskTimedOut(now: now)
        scheduleWorkflowTask(now: now)
        settle(now: now)
        return WorkflowTaskOutcome(refusal: .heartbeatTimeout)
    }

    /// The commands cannot be carried out.
    private mutating func failCompletion(
        _ problem: CommandProblem,
        task: WorkflowTask,
        identity: String,
        now: EngineTime
    ) throws(RunRefusal) -> WorkflowTaskOutcome {
        // A task that keeps failing is left to time out, which slows it down.
        if task.isTransient, problem.cause != .unhandledCommand { throw .invalidArgument(problem.text) }
        addWorkflowTaskFailed(cause: problem.cause, failure: .server(problem.text), identity: identity, now: now)
        if problem.endsRun {
            flushBuffer()
            close(terminating: problem.text, now: now)
        } else {
            scheduleWorkflowTask(now: now)
        }
        settle(now: now)
        return WorkflowTaskOutcome(refusal: .invalidArgument(problem.text))
    }

    private mutating func finishCompletion(
        _ request: APIRespondWorkflowTaskCompletedRequest,
        _ outcome: WorkflowTaskOutcome,
        needsTask: Bool,
        original: EngineTime?,
        now: EngineTime
    ) -> WorkflowTaskOutcome {
        var outcome = outcome
        if isRunning, needsTask {
            let isInline = request.returnNewWorkflowTask
            scheduleWorkflowTask(now: now, original: original, handsOut: !isInline)
            if isInline { startInline(identity: request.identity, now: now) }
        }
        settle(now: now)
        if needsTask, request.returnNewWorkflowTask { outcome.nextTask = try? startedWorkflowTask() }
        return outcome
    }

    /// The worker that completed a task gets the next one in the same answer.
    private mutating func startInline(identity: String, now: EngineTime) {
        startOpenWorkflowTask(
            poller: WorkflowTaskPoller(
                identity: identity,
                requestID: "request-from-RespondWorkflowTaskCompleted",
                taskQueue: currentTaskQueue
            ),
            now: now
        )
    }
}

extension APIWorkflowTaskCompletedEventAttributes {
    /// What a completion says of itself, flags and versions as they come.
    fileprivate static func completed(
        _ request: APIRespondWorkflowTaskCompletedRequest,
        scheduledEventID: Int64,
        startedEventID: Int64
    ) -> Self {
        .with {
            $0.scheduledEventID = scheduledEventID
            $0.startedEventID = startedEventID
            $0.identity = request.identity
            $0.binaryChecksum = request.binaryChecksum
            if request.hasWorkerVersionStamp { $0.workerVersion = request.workerVersionStamp }
            if request.hasSdkMetadata { $0.sdkMetadata = request.sdkMetadata }
            if request.hasMeteringMetadata { $0.meteringMetadata = request.meteringMetadata }
            $0.workerDeploymentName = request.deploymentOptions.deploymentName
        }
    }
}
