import TemporalAPI

extension RunState {
    /// When the run next changes by itself: timers, timeouts, retries, a delayed start; nil is never.
    package var nextDue: EngineTime? {
        var next: EngineTime?
        forEachDueTime { due in
            next = next.map { min($0, due.time) } ?? due.time
        }
        return next
    }

    /// What is due at a time, in the order in which it happens.
    func dueTimes(now: EngineTime) -> [DueTime] {
        var found: [DueTime] = []
        forEachDueTime { due in
            if due.time <= now { found.append(due) }
        }
        return found.sorted()
    }

    private func forEachDueTime(_ body: (DueTime) -> Void) {
        guard isRunning else { return }
        if let runExpiration { body(DueTime(time: runExpiration, kind: .runTimeout)) }
        if isWaitingForFirstTask { body(DueTime(time: executionTime, kind: .firstWorkflowTask)) }
        workflowTaskDueTime.map(body)
        for timer in timers.values {
            body(DueTime(time: timer.due, kind: .timer(id: timer.timerID, startedEventID: timer.startedEventID)))
        }
        for activity in activities.values {
            activity.forEachDueTime(body)
        }
    }

    private var workflowTaskDueTime: DueTime? {
        guard let task = workflowTask else { return nil }
        if let started = task.started {
            return DueTime(time: started.time + task.startToCloseTimeout, kind: .workflowTaskTimeout)
        }
        return task.scheduleToStartTimeout.map {
            DueTime(time: task.scheduledTime + $0, kind: .workflowTaskScheduleToStart)
        }
    }
}

extension PendingActivity {
    fileprivate func forEachDueTime(_ body: (DueTime) -> Void) {
        func timeout(_ type: APITimeoutType, from start: EngineTime, after timeout: Duration) {
            guard timeout > .zero else { return }
            let kind = DueTime.Kind.activityTimeout(scheduledEventID: scheduledEventID, attempt: attempt, type)
            body(DueTime(time: start + timeout, kind: kind))
        }
        timeout(.scheduleToClose, from: firstScheduledTime, after: Duration(attributes.scheduleToCloseTimeout))
        guard let started else {
            timeout(.scheduleToStart, from: scheduledTime, after: Duration(attributes.scheduleToStartTimeout))
            if !isDispatched {
                body(DueTime(time: scheduledTime, kind: .activityRetry(scheduledEventID: scheduledEventID)))
            }
            return
        }
        timeout(.startToClose, from: started.time, after: Duration(attributes.startToCloseTimeout))
        let lastSign = lastHeartbeat.map { max($0.time, started.time) } ?? started.time
        timeout(.heartbeat, from: lastSign, after: Duration(attributes.heartbeatTimeout))
    }
}
