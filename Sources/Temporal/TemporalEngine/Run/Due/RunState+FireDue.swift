import SwiftProtobuf
import TemporalAPI

extension RunState {
    /// Lets happen what is due: timers fire, timeouts run out, retries and delayed starts come up.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - ids: for the run that follows one that timed out.
    /// - Returns: whether anything happened.
    @discardableResult
    package mutating func fireDue(now: EngineTime, ids: inout some IDSource) -> Bool {
        var happened = false
        var needsTask = false
        for due in dueTimes(now: now) where isRunning {
            happened = true
            fire(due.kind, now: now, needsTask: &needsTask, ids: &ids)
        }
        guard happened else { return false }
        if needsTask { scheduleWorkflowTask(now: now) }
        settle(now: now)
        return true
    }

    private mutating func fire(
        _ kind: DueTime.Kind,
        now: EngineTime,
        needsTask: inout Bool,
        ids: inout some IDSource
    ) {
        switch kind {
        case .timer(let id, let startedEventID):
            add(
                .timerFiredEventAttributes(
                    .with {
                        $0.timerID = id
                        $0.startedEventID = startedEventID
                    }
                ),
                at: now
            )
            needsTask = true
        case .activityTimeout(let scheduledEventID, let attempt, let type):
            // Another timeout of the same attempt may have come first.
            guard activities[scheduledEventID]?.attempt == attempt else { return }
            if timeOutActivity(scheduledEventID, type, now: now) { needsTask = true }
        case .activityRetry(let scheduledEventID):
            guard activities[scheduledEventID] != nil else { return }
            activities[scheduledEventID]?.isDispatched = true
            effects.append(.activityReady(scheduledEventID: scheduledEventID))
        case .workflowTaskTimeout:
            addWorkflowTaskTimedOut(now: now)
            needsTask = true
        case .workflowTaskScheduleToStart:
            addWorkflowTaskScheduleToStartTimedOut(now: now)
            needsTask = true
        case .firstWorkflowTask:
            needsTask = true
        case .runTimeout:
            timeOut(now: now, ids: &ids)
        }
    }
}
