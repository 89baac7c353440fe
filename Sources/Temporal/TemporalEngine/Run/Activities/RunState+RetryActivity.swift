import SwiftProtobuf
import TemporalAPI

extension RunState {
    /// Tries a failed activity again when its policy and its time allow.
    ///
    /// - Parameters:
    ///   - scheduledEventID: a pending activity.
    ///   - failure: why the attempt failed.
    ///   - isAtOnce: whether the next attempt waits for no interval.
    ///   - now: the time.
    /// - Returns: `.inProgress` when the next attempt waits; otherwise why there is none, and nothing changed.
    mutating func retryActivity(
        _ scheduledEventID: Int64,
        after failure: APIFailure,
        isAtOnce: Bool = false,
        now: EngineTime
    ) -> APIRetryState {
        guard var activity = activities[scheduledEventID] else { return .internalServerError }
        guard activity.attributes.hasRetryPolicy else { return .retryPolicyNotSet }
        guard !activity.isCancelRequested else { return .cancelRequested }
        if case .timeoutFailureInfo(let info) = failure.failureInfo,
            info.timeoutType == .scheduleToStart || info.timeoutType == .scheduleToClose
        {
            return .timeout
        }
        let policy = activity.attributes.retryPolicy
        guard failure.isRetryable(except: policy.nonRetryableErrorTypes) else { return .nonRetryableFailure }
        let decision = policy.nextAttempt(
            after: activity.attempt,
            expiration: activity.retryExpiration,
            now: now,
            requested: failure.nextRetryDelay,
            cap: failure.nextRetryDelay
        )
        switch decision {
        case .stop(let state):
            return state
        case .retry(let usual):
            let interval = isAtOnce ? .zero : usual
            activity.attempt += 1
            activity.scheduledTime = now + interval
            activity.isDispatched = interval == .zero
            if let started = activity.started { activity.lastWorkerIdentity = started.identity }
            activity.started = nil
            activity.lastFailure = failure.keptBetweenAttempts(limit: limits.activityFailureBytes)
            activities[scheduledEventID] = activity
            if activity.isDispatched { effects.append(.activityReady(scheduledEventID: scheduledEventID)) }
            return .inProgress
        }
    }

    /// One of an activity's timeouts ran out.
    ///
    /// - Parameters:
    ///   - scheduledEventID: a pending activity.
    ///   - type: which timeout.
    ///   - now: the time.
    /// - Returns: whether the activity ended.
    mutating func timeOutActivity(_ scheduledEventID: Int64, _ type: APITimeoutType, now: EngineTime) -> Bool {
        let failure = APIFailure.timeout("activity \(type.serviceSpelling) timeout", type)
        return endAttempt(of: scheduledEventID, failure, isAtOnce: false, now: now)
    }

    /// Ends the attempts of workers that ended with an earlier process of the engine, which nobody will answer: as if
    /// their time had run out now. The attempt counts, and the next one waits for no interval.
    ///
    /// - Parameters:
    ///   - engineProcess: the engine's process now.
    ///   - now: the time.
    /// - Returns: whether there were any.
    @discardableResult
    package mutating func endLostAttempts(engineProcess: UInt64, now: EngineTime) -> Bool {
        guard isRunning else { return false }
        let lost = activities.values.filter { activity in
            guard let started = activity.started else { return false }
            return started.engineProcess != 0 && started.engineProcess != engineProcess
        }
        guard !lost.isEmpty else { return false }
        let text = "activity StartToClose timeout: its worker ended with the engine's process"
        var needsTask = false
        for id in lost.map(\.scheduledEventID).sorted() {
            if endAttempt(of: id, .timeout(text, .startToClose), isAtOnce: true, now: now) { needsTask = true }
        }
        if needsTask { scheduleWorkflowTask(now: now) }
        settle(now: now)
        return true
    }

    /// Ends an attempt that got no answer.
    /// - Returns: whether the activity ended with it.
    private mutating func endAttempt(
        of scheduledEventID: Int64,
        _ timeout: APIFailure,
        isAtOnce: Bool,
        now: EngineTime
    ) -> Bool {
        guard let activity = activities[scheduledEventID] else { return false }
        var failure = timeout
        let type = timeout.timeoutFailureInfo.timeoutType
        let state = retryActivity(scheduledEventID, after: failure, isAtOnce: isAtOnce, now: now)
        if state == .inProgress { return false }
        if state == .timeout, type != .scheduleToStart {
            failure = .timeout(
                "Not enough time to schedule next retry before activity ScheduleToClose timeout, giving up retrying",
                .scheduleToClose
            )
        }
        if let details = activity.lastHeartbeat?.details {
            failure.timeoutFailureInfo.lastHeartbeatDetails = details
        }
        if let cause = activity.lastFailure { failure.cause = cause }
        addActivityStarted(scheduledEventID)
        add(
            .activityTaskTimedOutEventAttributes(
                .with {
                    $0.failure = failure
                    $0.scheduledEventID = scheduledEventID
                    $0.startedEventID = activities[scheduledEventID]?.started?.eventID ?? 0
                    $0.retryState = state
                }
            ),
            at: now
        )
        return true
    }
}
