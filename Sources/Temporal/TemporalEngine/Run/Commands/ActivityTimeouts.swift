import TemporalAPI

/// The four timeouts of an activity; zero is none.
struct ActivityTimeouts {
    var scheduleToClose: Duration
    var scheduleToStart: Duration
    var startToClose: Duration
    var heartbeat: Duration

    init(
        _ command: APIScheduleActivityTaskCommandAttributes,
        pass: CommandPass
    ) throws(CommandProblem) {
        let cause = APIWorkflowTaskFailedCause.badScheduleActivityAttributes
        scheduleToClose = Duration(
            try pass.capped(command.scheduleToCloseTimeout, cause: cause) { "invalid ScheduleToCloseTimeout: \($0)" }
        )
        scheduleToStart = Duration(
            try pass.capped(command.scheduleToStartTimeout, cause: cause) { "invalid ScheduleToStartTimeout: \($0)" }
        )
        startToClose = Duration(
            try pass.capped(command.startToCloseTimeout, cause: cause) { "invalid StartToCloseTimeout: \($0)" }
        )
        heartbeat = Duration(
            try pass.capped(command.heartbeatTimeout, cause: cause) { "invalid HeartbeatTimeout: \($0)" }
        )
    }

    /// Fills in what is missing; nothing outlasts what it is part of, nor the run.
    ///
    /// - Parameter run: the run's own timeout, zero for none.
    /// - Returns: false when neither schedule-to-close nor start-to-close is set.
    mutating func fill(run: Duration) -> Bool {
        if scheduleToClose > .zero {
            scheduleToStart = scheduleToStart > .zero ? min(scheduleToStart, scheduleToClose) : scheduleToClose
            startToClose = startToClose > .zero ? min(startToClose, scheduleToClose) : scheduleToClose
        } else if startToClose > .zero {
            scheduleToClose = run
            if scheduleToStart == .zero { scheduleToStart = run }
        } else {
            return false
        }
        if run > .zero {
            scheduleToClose = min(scheduleToClose, run)
            scheduleToStart = min(scheduleToStart, run)
            startToClose = min(startToClose, run)
            heartbeat = min(heartbeat, run)
        }
        heartbeat = min(heartbeat, startToClose)
        return true
    }
}
