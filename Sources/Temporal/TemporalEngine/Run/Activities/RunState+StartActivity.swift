import SwiftProtobuf
package import TemporalAPI

/// Who polled an activity.
package struct ActivityPoller: Sendable {
    package var identity: String
    /// Names this poll: the same request again is answered with the same start.
    package var requestID: String
    /// The process of the engine that the worker lives in; 0 for a worker in a process of its own.
    package var engineProcess: UInt64

    package init(identity: String, requestID: String, engineProcess: UInt64 = 0) {
        self.identity = identity
        self.requestID = requestID
        self.engineProcess = engineProcess
    }
}

/// An activity at its worker.
package struct StartedActivity: Sendable, Equatable {
    package let scheduledEventID: Int64
    package let attempt: Int32
    /// The answer to the poll, without its task token.
    package let response: APIPollActivityTaskQueueResponse

    package var reference: ActivityReference { .attempt(scheduledEventID: scheduledEventID, attempt: attempt) }
}

extension RunState {
    /// A poller takes an activity. With one attempt it is to be stored before the worker gets it: it must never run
    /// twice.
    ///
    /// - Parameters:
    ///   - scheduledEventID: the activity that was offered.
    ///   - poller: who takes it.
    ///   - now: the time.
    /// - Returns: what the worker needs.
    /// - Throws: `RunRefusal` when the activity ended, waits for its retry, or was taken by another.
    package mutating func startActivity(
        scheduledEventID: Int64,
        poller: ActivityPoller,
        now: EngineTime
    ) throws(RunRefusal) -> StartedActivity {
        guard isRunning else { throw .workflowCompleted }
        guard let activity = activities[scheduledEventID] else { throw .activityNotFound }
        if let started = activity.started {
            guard started.requestID == poller.requestID else { throw .taskAlreadyStarted("Activity") }
            return startedActivity(activity)
        }
        guard activity.scheduledTime <= now else { throw .obsoleteTask("Activity task waits for its retry.") }
        start(activity, poller: poller, now: now)
        settle(now: now)
        return startedActivity(activities[scheduledEventID] ?? activity)
    }

    /// Notes the start: with a retry policy the event is written when the activity ends, since it may start again.
    mutating func start(_ activity: PendingActivity, poller: ActivityPoller, now: EngineTime) {
        let started = PendingActivity.Started(
            eventID: 0,
            time: now,
            requestID: poller.requestID,
            identity: poller.identity,
            engineProcess: poller.engineProcess
        )
        activities[activity.scheduledEventID]?.started = started
        activities[activity.scheduledEventID]?.isDispatched = true
        if !activity.attributes.hasRetryPolicy {
            addActivityStarted(activity.scheduledEventID)
        }
    }

    /// Writes the started event of an activity that has none yet.
    mutating func addActivityStarted(_ scheduledEventID: Int64) {
        guard let activity = activities[scheduledEventID], let started = activity.started, started.eventID == 0,
            !hasBufferedStart(scheduledEventID)
        else { return }
        add(
            .activityTaskStartedEventAttributes(
                .with {
                    $0.scheduledEventID = scheduledEventID
                    $0.identity = started.identity
                    $0.requestID = started.requestID
                    $0.attempt = activity.attempt
                    if let failure = activity.lastFailure { $0.lastFailure = failure }
                }
            ),
            at: started.time
        )
    }

    private func hasBufferedStart(_ scheduledEventID: Int64) -> Bool {
        buffer.contains { event in
            guard case .activityTaskStartedEventAttributes(let started) = event.attributes else { return false }
            return started.scheduledEventID == scheduledEventID
        }
    }

    func startedActivity(_ activity: PendingActivity) -> StartedActivity {
        StartedActivity(
            scheduledEventID: activity.scheduledEventID,
            attempt: activity.attempt,
            response: pollResponse(activity)
        )
    }

    private func pollResponse(_ activity: PendingActivity) -> APIPollActivityTaskQueueResponse {
        let scheduled = activity.attributes
        return .with {
            $0.workflowNamespace = key.namespace
            $0.workflowType = start.workflowType
            $0.workflowExecution = key.execution
            $0.activityType = scheduled.activityType
            $0.activityID = scheduled.activityID
            if scheduled.hasHeader { $0.header = scheduled.header }
            if scheduled.hasInput { $0.input = scheduled.input }
            if let details = activity.lastHeartbeat?.details { $0.heartbeatDetails = details }
            $0.scheduledTime = activity.firstScheduledTime.timestamp
            $0.currentAttemptScheduledTime = activity.scheduledTime.timestamp
            if let started = activity.started { $0.startedTime = started.time.timestamp }
            $0.attempt = activity.attempt
            $0.scheduleToCloseTimeout = scheduled.scheduleToCloseTimeout
            $0.startToCloseTimeout = scheduled.startToCloseTimeout
            $0.heartbeatTimeout = scheduled.heartbeatTimeout
            if scheduled.hasRetryPolicy { $0.retryPolicy = scheduled.retryPolicy }
            if scheduled.hasPriority || start.hasPriority {
                $0.priority = start.priority.overridden(by: scheduled.priority)
            }
        }
    }
}

extension APIPriority {
    /// Field by field, the other's where it is set.
    fileprivate func overridden(by other: APIPriority) -> APIPriority {
        .with {
            $0.priorityKey = other.priorityKey != 0 ? other.priorityKey : priorityKey
            $0.fairnessKey = other.fairnessKey.isEmpty ? fairnessKey : other.fairnessKey
            $0.fairnessWeight = other.fairnessWeight != 0 ? other.fairnessWeight : fairnessWeight
        }
    }
}
