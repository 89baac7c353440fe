import SwiftProtobuf
import TemporalAPI

extension RunState {
    /// What events do not tell of this run; with the history it makes the same state again.
    package var record: RunRecord {
        .with {
            $0.namespace = key.namespace
            $0.namespaceID = key.namespaceID
            $0.workflowID = key.workflowID
            $0.runID = key.runID
            $0.startRequestID = startRequestID
            $0.cancelRequestID = cancelRequestID
            $0.historyBytes = historyBytes
            $0.stateTransitions = stateTransitions
            if let workflowTask { $0.workflowTask = workflowTask.record }
            $0.workflowTaskAttempt = workflowTaskAttempt
            $0.closeAttempted = isCloseAttempted
            if let sticky {
                $0.stickyQueue = sticky.name
                $0.stickyScheduleToStart = sticky.scheduleToStartTimeout.wholeNanoseconds
            }
            $0.activities = activities.values
                .filter { !$0.isAsScheduled }
                .sorted { $0.scheduledEventID < $1.scheduledEventID }
                .map(\.record)
            $0.buffer = buffer
        }
    }
}

extension WorkflowTask {
    fileprivate var record: WorkflowTaskRecord {
        .with {
            $0.scheduledEventID = scheduledEventID
            $0.taskQueue = taskQueue
            $0.attempt = attempt
            $0.startToClose = startToCloseTimeout.wholeNanoseconds
            $0.scheduledTime = scheduledTime.nanoseconds
            $0.originalScheduledTime = originalScheduledTime.nanoseconds
            if let scheduleToStartTimeout {
                $0.isSticky = true
                $0.scheduleToStart = scheduleToStartTimeout.wholeNanoseconds
            }
            guard let started else { return }
            $0.started = .with {
                $0.eventID = started.eventID
                $0.time = started.time.nanoseconds
                $0.requestID = started.requestID
                $0.identity = started.identity
                $0.historyBytes = started.historyBytes
                $0.suggestReasons = started.suggestReasons
            }
        }
    }

    init(_ record: WorkflowTaskRecord) {
        self.init(
            scheduledEventID: record.scheduledEventID,
            taskQueue: record.taskQueue,
            attempt: record.attempt,
            startToCloseTimeout: .nanoseconds(record.startToClose),
            scheduledTime: EngineTime(nanoseconds: record.scheduledTime),
            originalScheduledTime: EngineTime(nanoseconds: record.originalScheduledTime),
            scheduleToStartTimeout: record.isSticky ? .nanoseconds(record.scheduleToStart) : nil
        )
        guard record.hasStarted else { return }
        started = Started(
            eventID: record.started.eventID,
            time: EngineTime(nanoseconds: record.started.time),
            requestID: record.started.requestID,
            identity: record.started.identity,
            historyBytes: record.started.historyBytes,
            suggestReasons: record.started.suggestReasons
        )
    }
}

extension PendingActivity {
    /// Whether nothing happened to it since it was scheduled but what events tell.
    fileprivate var isAsScheduled: Bool {
        attempt == 1 && isDispatched && started == nil && lastHeartbeat == nil && lastFailure == nil
            && lastAttemptCompleteTime == nil && lastWorkerIdentity.isEmpty
    }

    fileprivate var record: ActivityRecord {
        .with {
            $0.scheduledEventID = scheduledEventID
            $0.attempt = attempt
            $0.scheduledTime = scheduledTime.nanoseconds
            $0.isDispatched = isDispatched
            if let started {
                $0.started = .with {
                    $0.eventID = started.eventID
                    $0.time = started.time.nanoseconds
                    $0.requestID = started.requestID
                    $0.identity = started.identity
                    $0.engineProcess = started.engineProcess
                }
            }
            if let lastHeartbeat {
                $0.lastHeartbeatTime = lastHeartbeat.time.nanoseconds
                if let details = lastHeartbeat.details { $0.heartbeatDetails = details }
            }
            if let lastFailure { $0.lastFailure = lastFailure }
            if let lastAttemptCompleteTime { $0.lastAttemptCompleteTime = lastAttemptCompleteTime.nanoseconds }
            $0.lastWorkerIdentity = lastWorkerIdentity
        }
    }

    mutating func restore(_ record: ActivityRecord) {
        attempt = record.attempt
        scheduledTime = EngineTime(nanoseconds: record.scheduledTime)
        isDispatched = record.isDispatched
        if record.hasStarted {
            started = Started(
                eventID: record.started.eventID,
                time: EngineTime(nanoseconds: record.started.time),
                requestID: record.started.requestID,
                identity: record.started.identity,
                engineProcess: record.started.engineProcess
            )
        } else {
            started = nil
        }
        if record.lastHeartbeatTime != 0 {
            lastHeartbeat = Heartbeat(
                time: EngineTime(nanoseconds: record.lastHeartbeatTime),
                details: record.hasHeartbeatDetails ? record.heartbeatDetails : nil
            )
        }
        if record.hasLastFailure { lastFailure = record.lastFailure }
        if record.lastAttemptCompleteTime != 0 {
            lastAttemptCompleteTime = EngineTime(nanoseconds: record.lastAttemptCompleteTime)
        }
        lastWorkerIdentity = record.lastWorkerIdentity
    }
}
