package import TemporalAPI

/// An activity that has not ended yet.
package struct PendingActivity: Sendable, Equatable {
    package let scheduledEventID: Int64
    package let attributes: APIActivityTaskScheduledEventAttributes
    package let firstScheduledTime: EngineTime
    /// Counts from 1.
    package var attempt: Int32 = 1
    /// When the current attempt may start.
    package var scheduledTime: EngineTime
    /// Whether the current attempt was handed to matching; a retry waits for its backoff first.
    package var isDispatched = true
    package var started: Started?
    package var lastHeartbeat: Heartbeat?
    /// Why the attempt before this one failed.
    package var lastFailure: APIFailure?
    package var lastAttemptCompleteTime: EngineTime?
    package var lastWorkerIdentity = ""
    /// The event that asks to cancel it.
    package var cancelRequestedEventID: Int64?

    /// The current attempt at a worker.
    package struct Started: Sendable, Equatable {
        /// 0 while the started event is not written: with a retry policy that happens when the activity ends.
        package var eventID: Int64
        package let time: EngineTime
        package let requestID: String
        package let identity: String
        /// The process of the engine that the worker lives in; 0 for a worker in a process of its own, which may live
        /// on when the engine ends.
        package var engineProcess: UInt64 = 0
    }

    package struct Heartbeat: Sendable, Equatable {
        package let time: EngineTime
        package let details: APIPayloads?
    }

    init(scheduledEventID: Int64, attributes: APIActivityTaskScheduledEventAttributes, time: EngineTime) {
        self.scheduledEventID = scheduledEventID
        self.attributes = attributes
        firstScheduledTime = time
        scheduledTime = time
    }

    /// Whether nobody counts its attempts, so that one that is lost without a trace may simply be made again.
    package var hasUnlimitedAttempts: Bool {
        attributes.hasRetryPolicy && attributes.retryPolicy.maximumAttempts == 0
    }

    package var isCancelRequested: Bool { cancelRequestedEventID != nil }

    package var state: APIPendingActivityState {
        if isCancelRequested { return .cancelRequested }
        return started == nil ? .scheduled : .started
    }

    /// When retries stop because schedule-to-close ends; nil is never.
    package var retryExpiration: EngineTime? {
        let timeout = Duration(attributes.scheduleToCloseTimeout)
        return timeout > .zero ? firstScheduledTime + timeout : nil
    }
}
