package import TemporalAPI

extension RunState {
    /// An activity tells that it lives, and how far it got: the next attempt gets the details.
    ///
    /// - Parameters:
    ///   - reference: which.
    ///   - details: how far it got; nil is nothing.
    ///   - identity: the worker.
    ///   - now: the time.
    /// - Returns: whether the activity was asked to stop.
    /// - Throws: `RunRefusal` when it is no longer pending, or the attempt is over.
    package mutating func heartbeat(
        _ reference: ActivityReference,
        details: APIPayloads?,
        identity: String,
        now: EngineTime
    ) throws(RunRefusal) -> Bool {
        let activity = try pendingActivity(reference)
        if let details, details.byteCount > limits.blobBytes {
            // The activity ends, and its worker learns of it as of a cancellation.
            fail(activity, .server("Heartbeat details exceed size limit.", isFinal: true), identity, now)
            return true
        }
        note(heartbeat: details, of: activity.scheduledEventID, identity: identity, now: now)
        settle(now: now)
        return activity.isCancelRequested
    }

    mutating func note(
        heartbeat details: APIPayloads?,
        of scheduledEventID: Int64,
        identity: String,
        now: EngineTime
    ) {
        activities[scheduledEventID]?.lastHeartbeat = PendingActivity.Heartbeat(time: now, details: details)
        if !identity.isEmpty { activities[scheduledEventID]?.lastWorkerIdentity = identity }
    }
}
