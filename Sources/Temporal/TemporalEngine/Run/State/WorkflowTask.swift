package import TemporalAPI

/// A workflow task that waits for a worker or is worked on.
package struct WorkflowTask: Sendable, Equatable {
    /// For a transient task the ids its events will have if it completes, or had when it was polled.
    package let scheduledEventID: Int64
    /// The queue it was put on.
    package let taskQueue: APITaskQueue
    package let attempt: Int32
    package let startToCloseTimeout: Duration
    package let scheduledTime: EngineTime
    /// When the first of a chain of tasks that only kept the worker alive was scheduled.
    package var originalScheduledTime: EngineTime
    /// Only on a sticky queue: how long it may wait there.
    package var scheduleToStartTimeout: Duration?
    package var started: Started?

    /// What is known once a worker has it.
    package struct Started: Sendable, Equatable {
        package let eventID: Int64
        package let time: EngineTime
        package let requestID: String
        package let identity: String
        /// What the worker was told about the history's size.
        package let historyBytes: Int64
        package let suggestReasons: [APISuggestContinueAsNewReason]
    }

    /// Whether it was scheduled without an event, because an attempt before it failed.
    package var isTransient: Bool { attempt > 1 }
}

/// The queue of the worker that has the run cached.
package struct StickyQueue: Sendable, Equatable {
    package let name: String
    package let scheduleToStartTimeout: Duration
}
