import SwiftProtobuf
package import TemporalAPI

/// Who polled a workflow task.
package struct WorkflowTaskPoller: Sendable {
    package var identity: String
    /// Names this poll: the same request again is answered with the same start.
    package var requestID: String
    /// The queue it polled.
    package var taskQueue: APITaskQueue
    package var workerVersion: APIWorkerVersionStamp?

    package init(
        identity: String,
        requestID: String,
        taskQueue: APITaskQueue,
        workerVersion: APIWorkerVersionStamp? = nil
    ) {
        self.identity = identity
        self.requestID = requestID
        self.taskQueue = taskQueue
        self.workerVersion = workerVersion
    }
}

/// A workflow task at its worker: what a poll's answer needs beside the history.
package struct StartedWorkflowTask: Sendable, Equatable {
    package let scheduledEventID: Int64
    package let startedEventID: Int64
    package let attempt: Int32
    package let scheduledTime: EngineTime
    package let startedTime: EngineTime
    /// 0 when no workflow task completed yet.
    package let previousStartedEventID: Int64
    /// Whether the worker has the run cached: it then gets only the events after `previousStartedEventID`.
    package let isSticky: Bool
    /// The normal queue of the run.
    package let taskQueue: APITaskQueue
    /// The two events of a transient task, which the history does not have; they follow it.
    package let transientEvents: [APIHistoryEvent]

    package var token: WorkflowTaskToken {
        WorkflowTaskToken(scheduledEventID: scheduledEventID, startedEventID: startedEventID, attempt: attempt)
    }
}

/// Which start of which workflow task an answer is for.
package struct WorkflowTaskToken: Sendable, Hashable {
    package let scheduledEventID: Int64
    package let startedEventID: Int64
    package let attempt: Int32

    package init(scheduledEventID: Int64, startedEventID: Int64, attempt: Int32) {
        self.scheduledEventID = scheduledEventID
        self.startedEventID = startedEventID
        self.attempt = attempt
    }
}

extension RunState {
    /// A poller takes the open workflow task.
    ///
    /// This need not be stored by itself: lost, the task is offered again and an answer to this start is refused.
    ///
    /// - Parameters:
    ///   - scheduledEventID: the task that was offered.
    ///   - poller: who takes it.
    ///   - now: the time.
    /// - Returns: what the worker needs.
    /// - Throws: `RunRefusal` when the task is gone, taken, or not for this queue.
    package mutating func startWorkflowTask(
        scheduledEventID: Int64,
        poller: WorkflowTaskPoller,
        now: EngineTime
    ) throws(RunRefusal) -> StartedWorkflowTask {
        guard isRunning else { throw .workflowCompleted }
        guard let task = workflowTask, task.scheduledEventID == scheduledEventID else { throw .workflowTaskNotFound }
        if let started = task.started {
            guard started.requestID == poller.requestID else { throw .taskAlreadyStarted("Workflow") }
            return try startedWorkflowTask()
        }
        if let sticky {
            // The worker of the sticky queue is gone and another took the task: it needs the whole history.
            if sticky.name != poller.taskQueue.name { self.sticky = nil }
        } else if poller.taskQueue.kind == .sticky {
            throw .obsoleteTask("rejecting sticky poller because workflow has moved to normal queue")
        }
        startOpenWorkflowTask(poller: poller, now: now)
        settle(now: now, stopsLargeRun: false)
        return try startedWorkflowTask()
    }

    /// Marks the open task as started, with an event unless it is transient.
    mutating func startOpenWorkflowTask(poller: WorkflowTaskPoller, now: EngineTime) {
        guard var task = workflowTask, task.started == nil else { return }
        let reasons = suggestReasons
        if task.isTransient, task.scheduledEventID != nextEventID {
            task = materialise(task, queue: poller.taskQueue, now: now)
        }
        guard task.isTransient else {
            addWorkflowTaskStarted(
                WorkflowTask.Started(
                    eventID: 0,
                    time: now,
                    requestID: poller.requestID,
                    identity: poller.identity,
                    historyBytes: historyBytes,
                    suggestReasons: reasons
                ),
                scheduledEventID: task.scheduledEventID,
                workerVersion: poller.workerVersion
            )
            return
        }
        workflowTask?.started = WorkflowTask.Started(
            eventID: task.scheduledEventID + 1,
            time: now,
            requestID: poller.requestID,
            identity: poller.identity,
            historyBytes: historyBytes,
            suggestReasons: reasons
        )
    }

    /// Events arrived since a transient task was scheduled: it becomes a normal one, as a first attempt.
    private mutating func materialise(_ task: WorkflowTask, queue: APITaskQueue, now: EngineTime) -> WorkflowTask {
        workflowTaskAttempt = 1
        workflowTask = nil
        add(
            .workflowTaskScheduledEventAttributes(
                .with {
                    $0.taskQueue = task.taskQueue
                    $0.startToCloseTimeout = task.startToCloseTimeout.protobuf
                    $0.attempt = 1
                }
            ),
            at: now
        )
        workflowTask?.originalScheduledTime = task.originalScheduledTime
        return workflowTask ?? task
    }

    mutating func addWorkflowTaskStarted(
        _ started: WorkflowTask.Started,
        scheduledEventID: Int64,
        workerVersion: APIWorkerVersionStamp? = nil
    ) {
        add(
            .workflowTaskStartedEventAttributes(
                .with {
                    $0.scheduledEventID = scheduledEventID
                    $0.identity = started.identity
                    $0.requestID = started.requestID
                    $0.historySizeBytes = started.historyBytes
                    $0.suggestContinueAsNew = !started.suggestReasons.isEmpty
                    $0.suggestContinueAsNewReasons = started.suggestReasons
                    if let workerVersion { $0.workerVersion = workerVersion }
                }
            ),
            at: started.time
        )
    }

    private var suggestReasons: [APISuggestContinueAsNewReason] {
        var reasons: [APISuggestContinueAsNewReason] = []
        if historyBytes >= limits.suggestContinueAsNewBytes { reasons.append(.historySizeTooLarge) }
        if nextEventID >= limits.suggestContinueAsNewEvents { reasons.append(.tooManyHistoryEvents) }
        return reasons
    }
}
