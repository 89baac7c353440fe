import SwiftProtobuf
package import TemporalAPI

extension RunState {
    /// The identity under which the service itself acts.
    package static let serviceIdentity = "history-service"

    /// A worker gives up the workflow task it has.
    ///
    /// - Parameters:
    ///   - token: which start of which task.
    ///   - cause: why.
    ///   - failure: what the worker tells about it.
    ///   - identity: the worker.
    ///   - now: the time.
    /// - Throws: `RunRefusal.workflowTaskNotFound` when that start is over.
    package mutating func failWorkflowTask(
        _ token: WorkflowTaskToken,
        cause: APIWorkflowTaskFailedCause,
        failure: APIFailure?,
        identity: String,
        now: EngineTime
    ) throws(RunRefusal) {
        guard isRunning else { throw .workflowCompleted }
        try check(token)
        if cause == .grpcMessageTooLarge {
            close(terminating: cause.serviceSpelling, now: now)
        } else {
            addWorkflowTaskFailed(cause: cause, failure: failure, identity: identity, now: now)
            scheduleWorkflowTask(now: now)
        }
        settle(now: now)
    }

    /// The worker that a task was started for never got it: at once what else its timeout would bring.
    ///
    /// - Parameters:
    ///   - token: which start of which task; nothing happens when that is over.
    ///   - now: the time.
    package mutating func loseWorkflowTask(_ token: WorkflowTaskToken, now: EngineTime) {
        guard (try? check(token)) != nil else { return }
        addWorkflowTaskTimedOut(now: now)
        scheduleWorkflowTask(now: now)
        settle(now: now)
    }

    func check(_ token: WorkflowTaskToken) throws(RunRefusal) {
        guard isRunning, let task = workflowTask, let started = task.started,
            task.scheduledEventID == token.scheduledEventID,
            started.eventID == token.startedEventID,
            task.attempt == token.attempt
        else { throw .workflowTaskNotFound }
    }

    /// Ends the started task as failed: with an event, unless it is transient.
    mutating func addWorkflowTaskFailed(
        cause: APIWorkflowTaskFailedCause,
        failure: APIFailure?,
        identity: String,
        now: EngineTime
    ) {
        guard let task = workflowTask, let started = task.started else { return }
        if !task.isTransient {
            add(
                .workflowTaskFailedEventAttributes(
                    .with {
                        $0.scheduledEventID = task.scheduledEventID
                        $0.startedEventID = started.eventID
                        $0.cause = cause
                        if let failure { $0.failure = failure }
                        $0.identity = identity
                    }
                ),
                at: now
            )
        }
        endFailedWorkflowTask(countsAttempt: true)
        isCloseAttempted = cause == .unhandledCommand
    }

    /// The worker took too long.
    mutating func addWorkflowTaskTimedOut(now: EngineTime) {
        guard let task = workflowTask, let started = task.started else { return }
        if !task.isTransient {
            addTimedOut(task, startedEventID: started.eventID, type: .startToClose, now: now)
        }
        endFailedWorkflowTask(countsAttempt: true)
    }

    /// The worker of the sticky queue did not come for the task.
    mutating func addWorkflowTaskScheduleToStartTimedOut(now: EngineTime) {
        guard let task = workflowTask, task.started == nil else { return }
        addTimedOut(task, startedEventID: 0, type: .scheduleToStart, now: now)
        endFailedWorkflowTask(countsAttempt: false)
    }

    private mutating func addTimedOut(
        _ task: WorkflowTask,
        startedEventID: Int64,
        type: APITimeoutType,
        now: EngineTime
    ) {
        add(
            .workflowTaskTimedOutEventAttributes(
                .with {
                    $0.scheduledEventID = task.scheduledEventID
                    $0.startedEventID = startedEventID
                    $0.timeoutType = type
                }
            ),
            at: now
        )
    }

    /// On a sticky queue the blame is the queue's: the next task is a first attempt on the normal one.
    private mutating func endFailedWorkflowTask(countsAttempt: Bool) {
        let counts = countsAttempt && sticky == nil
        workflowTaskAttempt = counts ? workflowTaskAttempt + 1 : 1
        sticky = nil
        workflowTask = nil
        isCloseAttempted = false
    }

    /// The service itself takes the task from its worker, because the run is to end or too much waits for it.
    mutating func forceFailWorkflowTask(now: EngineTime) {
        addWorkflowTaskFailed(cause: .forceCloseCommand, failure: nil, identity: Self.serviceIdentity, now: now)
        flushBuffer()
    }
}
