import TemporalAPI

/// Which activity a worker speaks of.
package enum ActivityReference: Sendable, Hashable {
    /// By the token of one attempt.
    case attempt(scheduledEventID: Int64, attempt: Int32)
    /// By its id: whichever attempt it is at.
    case id(String)
}

extension RunState {
    /// The pending activity that is meant.
    ///
    /// - Parameters:
    ///   - reference: which.
    ///   - mayBeWaiting: whether an activity that no worker has is meant too.
    /// - Returns: the activity as it stands.
    /// - Throws: `RunRefusal` when the run is closed, the activity ended, or the attempt is another one.
    func pendingActivity(
        _ reference: ActivityReference,
        mayBeWaiting: Bool = false
    ) throws(RunRefusal) -> PendingActivity {
        guard isRunning else { throw .workflowCompleted }
        switch reference {
        case .attempt(let scheduledEventID, let attempt):
            guard let activity = activities[scheduledEventID], activity.started != nil, activity.attempt == attempt
            else { throw .activityNotFound }
            return activity
        case .id(let activityID):
            guard !activityID.isEmpty else { throw .activityIDEmpty }
            guard let scheduledEventID = activityIDs[activityID], let activity = activities[scheduledEventID] else {
                throw .activityIDNotFound(activityID)
            }
            guard activity.started != nil || mayBeWaiting else { throw .activityNotFound }
            return activity
        }
    }
}
