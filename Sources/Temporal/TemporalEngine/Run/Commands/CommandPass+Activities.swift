import SwiftProtobuf
import TemporalAPI

extension CommandPass {
    mutating func scheduleActivity(
        _ attributes: APIScheduleActivityTaskCommandAttributes?,
        _ extras: EventExtras
    ) throws(CommandProblem) {
        let cause = APIWorkflowTaskFailedCause.badScheduleActivityAttributes
        guard let attributes else {
            throw CommandProblem(
                cause: cause,
                detail: "ScheduleActivityTaskCommandAttributes is not set on ScheduleActivityTaskCommand."
            )
        }
        let command = try normalised(attributes, cause)
        try check(
            bytes: command.input.byteCount,
            cause: cause,
            "ScheduleActivityTaskCommandAttributes.Input exceeds size limit."
        )
        try check(
            pending: state.activities.count,
            limit: limits.pendingActivities,
            cause: .pendingActivitiesLimitExceeded,
            "pending activities"
        )
        if state.activityIDs[command.activityID] != nil {
            throw CommandProblem(
                cause: .scheduleActivityDuplicateID,
                detail: "invalid history builder state for action: add-activitytask-scheduled-event, "
                    + "ActivityID: \(command.activityID)"
            )
        }
        let eventID = add(.activityTaskScheduledEventAttributes(scheduled(command)), extras)
        if command.requestEagerExecution, rules.allowsEagerActivities {
            eagerActivities.append(eventID)
        } else {
            state.effects.append(.activityReady(scheduledEventID: eventID))
        }
    }

    /// The command with its timeouts filled in from each other, and cut to the run's.
    private func normalised(
        _ attributes: APIScheduleActivityTaskCommandAttributes,
        _ cause: APIWorkflowTaskFailedCause
    ) throws(CommandProblem) -> APIScheduleActivityTaskCommandAttributes {
        var command = attributes
        guard !attributes.taskQueue.name.isEmpty else {
            throw CommandProblem(cause: cause, detail: "taskQueue is not set")
        }
        command.taskQueue = .normal(attributes.taskQueue.name)
        try check(length: command.taskQueue.name, cause: cause) { length, limit in
            "taskQueue length exceeds limit. Length=\(length) Limit=\(limit)"
        }
        guard !attributes.activityID.isEmpty else {
            throw CommandProblem(cause: cause, detail: "activityId is not set")
        }
        guard !attributes.activityType.name.isEmpty else {
            throw CommandProblem(cause: cause, detail: "activityType is not set")
        }
        command.retryPolicy = try validated(attributes.retryPolicy, cause: cause) { $0 }
        try check(length: attributes.activityID, cause: cause) { length, limit in
            "activityId exceeds length limit. Length=\(length) Limit=\(limit)"
        }
        try check(length: attributes.activityType.name, cause: cause) { length, limit in
            "activityType exceeds length limit. Length=\(length) Limit=\(limit)"
        }
        var timeouts = try ActivityTimeouts(attributes, pass: self)
        guard timeouts.fill(run: Duration(state.start.workflowRunTimeout)) else {
            throw CommandProblem(
                cause: cause,
                detail: "a valid StartToCloseTimeout or ScheduleToCloseTimeout must be set on the activity. "
                    + "ActivityId=\(attributes.activityID) ActivityType=\(attributes.activityType.name)"
            )
        }
        command.scheduleToCloseTimeout = timeouts.scheduleToClose.protobuf
        command.scheduleToStartTimeout = timeouts.scheduleToStart.protobuf
        command.startToCloseTimeout = timeouts.startToClose.protobuf
        command.heartbeatTimeout = timeouts.heartbeat.protobuf
        return command
    }

    private func scheduled(
        _ command: APIScheduleActivityTaskCommandAttributes
    ) -> APIActivityTaskScheduledEventAttributes {
        .with {
            $0.activityID = command.activityID
            $0.activityType = command.activityType
            $0.taskQueue = command.taskQueue
            if command.hasHeader { $0.header = command.header }
            if command.hasInput { $0.input = command.input }
            $0.scheduleToCloseTimeout = command.scheduleToCloseTimeout
            $0.scheduleToStartTimeout = command.scheduleToStartTimeout
            $0.startToCloseTimeout = command.startToCloseTimeout
            $0.heartbeatTimeout = command.heartbeatTimeout
            $0.workflowTaskCompletedEventID = completedEventID
            $0.retryPolicy = command.retryPolicy
            $0.useWorkflowBuildID = command.useWorkflowBuildID
            if command.hasPriority { $0.priority = command.priority }
        }
    }

    mutating func requestCancelActivity(
        _ attributes: APIRequestCancelActivityTaskCommandAttributes?,
        _ extras: EventExtras
    ) throws(CommandProblem) {
        let cause = APIWorkflowTaskFailedCause.badRequestCancelActivityAttributes
        guard let attributes else {
            throw CommandProblem(
                cause: cause,
                detail: "RequestCancelActivityTaskCommandAttributes is not set on RequestCancelActivityTaskCommand."
            )
        }
        let id = attributes.scheduledEventID
        guard id > 0 else {
            throw CommandProblem(
                cause: cause,
                detail: "ScheduledEventId is not set on RequestCancelActivityTaskCommand."
            )
        }
        let activity = state.activities[id]
        // An activity may have ended while the worker decided: its end waits, and the request is only noted.
        guard activity.map({ !$0.isCancelRequested }) ?? hasUnseenEnd(of: id) else {
            throw CommandProblem(
                cause: cause,
                detail: "invalid history builder state for action: add-activitytask-cancel-requested-event, "
                    + "ScheduledEventID: \(id)"
            )
        }
        let eventID = add(
            .activityTaskCancelRequestedEventAttributes(
                .with {
                    $0.scheduledEventID = id
                    $0.workflowTaskCompletedEventID = completedEventID
                }
            ),
            extras
        )
        guard let activity, activity.started == nil else { return }
        state.addActivityCanceled(
            activity,
            requestEventID: eventID,
            details: .text("ACTIVITY_ID_NOT_STARTED"),
            identity: identity,
            now: now
        )
        canceledWaitingActivity = true
    }

    private func hasUnseenEnd(of scheduledEventID: Int64) -> Bool {
        (state.buffer + state.untaken).contains { event in
            switch event.attributes {
            case .activityTaskCompletedEventAttributes(let end): end.scheduledEventID == scheduledEventID
            case .activityTaskFailedEventAttributes(let end): end.scheduledEventID == scheduledEventID
            case .activityTaskTimedOutEventAttributes(let end): end.scheduledEventID == scheduledEventID
            case .activityTaskCanceledEventAttributes(let end): end.scheduledEventID == scheduledEventID
            default: false
            }
        }
    }
}
