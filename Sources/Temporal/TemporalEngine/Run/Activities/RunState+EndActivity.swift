import SwiftProtobuf
package import TemporalAPI

extension RunState {
    /// An activity succeeded.
    ///
    /// By its id even an activity that no worker has yet can be completed: a start is then written for it.
    ///
    /// - Parameters:
    ///   - reference: which.
    ///   - result: what it returned.
    ///   - identity: the worker.
    ///   - now: the time.
    /// - Throws: `RunRefusal` when it is no longer pending, or the attempt is over.
    package mutating func completeActivity(
        _ reference: ActivityReference,
        result: APIPayloads?,
        identity: String,
        now: EngineTime
    ) throws(RunRefusal) {
        let activity = try pendingActivity(reference, mayBeWaiting: true)
        if let result, result.byteCount > limits.blobBytes {
            fail(activity, .server("Complete result exceeds size limit.", isFinal: true), identity, now)
            return
        }
        if activity.started == nil {
            start(activity, poller: ActivityPoller(identity: identity, requestID: ""), now: now)
        }
        addActivityStarted(activity.scheduledEventID)
        add(
            .activityTaskCompletedEventAttributes(
                .with {
                    if let result { $0.result = result }
                    $0.scheduledEventID = activity.scheduledEventID
                    $0.startedEventID = activities[activity.scheduledEventID]?.started?.eventID ?? 0
                    $0.identity = identity
                }
            ),
            at: now
        )
        scheduleWorkflowTask(now: now)
        settle(now: now)
    }

    /// An activity failed: it is tried again when its policy says so, and ends otherwise.
    ///
    /// - Parameters:
    ///   - reference: which.
    ///   - failure: why.
    ///   - lastHeartbeatDetails: progress not reported before; nil leaves what was.
    ///   - identity: the worker.
    ///   - now: the time.
    /// - Returns: failures about the request itself, which the worker is told.
    /// - Throws: `RunRefusal` when it is no longer pending, or the attempt is over.
    @discardableResult
    package mutating func failActivity(
        _ reference: ActivityReference,
        failure: APIFailure?,
        lastHeartbeatDetails: APIPayloads? = nil,
        identity: String,
        now: EngineTime
    ) throws(RunRefusal) -> [APIFailure] {
        let activity = try pendingActivity(reference)
        if let failure {
            guard case .applicationFailureInfo = failure.failureInfo else {
                throw .invalidArgument("Failure must have ApplicationFailureInfo.")
            }
        }
        var notices: [APIFailure] = []
        if let details = lastHeartbeatDetails {
            if details.byteCount > limits.blobBytes {
                notices.append(.server("Heartbeat details exceed size limit.", isFinal: true))
            } else {
                note(heartbeat: details, of: activity.scheduledEventID, identity: identity, now: now)
            }
        }
        var failure = failure ?? APIFailure()
        if failure.byteCount > limits.blobBytes {
            let notice = APIFailure.server("Failure exceeds size limit.", isFinal: true)
            notices.append(notice)
            failure = notice.causedBy(failure, limit: limits.blobWarningBytes)
        }
        fail(activity, failure, identity, now)
        return notices
    }

    /// Ends an attempt, and the activity with it when there is no other.
    mutating func fail(
        _ activity: PendingActivity,
        _ failure: APIFailure,
        _ identity: String,
        _ now: EngineTime
    ) {
        let id = activity.scheduledEventID
        activities[id]?.lastAttemptCompleteTime = now
        let state = retryActivity(id, after: failure, now: now)
        if state != .inProgress {
            addActivityStarted(id)
            add(
                .activityTaskFailedEventAttributes(
                    .with {
                        $0.failure = failure
                        $0.scheduledEventID = id
                        $0.startedEventID = activities[id]?.started?.eventID ?? 0
                        $0.identity = identity
                        $0.retryState = state
                    }
                ),
                at: now
            )
            scheduleWorkflowTask(now: now)
        }
        settle(now: now)
    }

    /// An activity tells that it stopped because it was asked to.
    ///
    /// - Parameters:
    ///   - reference: which.
    ///   - details: what it tells.
    ///   - identity: the worker.
    ///   - now: the time.
    /// - Throws: `RunRefusal` when it is no longer pending, the attempt is over, or nobody asked it to stop.
    package mutating func cancelActivity(
        _ reference: ActivityReference,
        details: APIPayloads?,
        identity: String,
        now: EngineTime
    ) throws(RunRefusal) {
        let activity = try pendingActivity(reference)
        guard let requestEventID = activity.cancelRequestedEventID else { throw .activityCancelNotRequested }
        if let details, details.byteCount > limits.blobBytes {
            fail(activity, .server("Cancel details exceed size limit.", isFinal: true), identity, now)
            return
        }
        addActivityCanceled(activity, requestEventID: requestEventID, details: details, identity: identity, now: now)
        scheduleWorkflowTask(now: now)
        settle(now: now)
    }

    mutating func addActivityCanceled(
        _ activity: PendingActivity,
        requestEventID: Int64,
        details: APIPayloads?,
        identity: String,
        now: EngineTime
    ) {
        addActivityStarted(activity.scheduledEventID)
        add(
            .activityTaskCanceledEventAttributes(
                .with {
                    if let details { $0.details = details }
                    $0.latestCancelRequestedEventID = requestEventID
                    $0.scheduledEventID = activity.scheduledEventID
                    $0.startedEventID = activities[activity.scheduledEventID]?.started?.eventID ?? 0
                    $0.identity = identity
                }
            ),
            at: now
        )
    }
}
