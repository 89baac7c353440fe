/// How an activity is to be run. One of the first two timeouts is needed.
package struct ActivityOptions: Sendable, Hashable {
    /// For one attempt.
    package var startToCloseTimeout: Duration?
    /// For all attempts together.
    package var scheduleToCloseTimeout: Duration?
    /// For one attempt's wait for a worker.
    package var scheduleToStartTimeout: Duration?
    /// The longest time between two heartbeats.
    package var heartbeatTimeout: Duration?
    /// The workflow's own when nil.
    package var taskQueue: String?
    /// The service's own when nil.
    package var retryPolicy: RetryPolicy?
    package var cancellationType: CancellationType
    /// Counted by the workflow when nil. Unique among the activities that run.
    package var activityID: String?
    /// Leaves the activity to any worker, also when this one could begin it at once.
    package var disableEagerActivityExecution: Bool
    /// Tries the activity once in the worker of its workflow, within the workflow task, as a local activity: one that
    /// succeeds costs no round trip to the service, and its result is stored with the task. One that does not, for
    /// whatever reason, is scheduled like any other. So it may run twice, and must be short.
    package var triesLocally: Bool
    /// One line for people.
    package var summary: String?

    package init(
        startToCloseTimeout: Duration? = nil,
        scheduleToCloseTimeout: Duration? = nil,
        scheduleToStartTimeout: Duration? = nil,
        heartbeatTimeout: Duration? = nil,
        taskQueue: String? = nil,
        retryPolicy: RetryPolicy? = nil,
        cancellationType: CancellationType = .tryCancel,
        activityID: String? = nil,
        disableEagerActivityExecution: Bool = false,
        triesLocally: Bool = false,
        summary: String? = nil
    ) {
        self.startToCloseTimeout = startToCloseTimeout
        self.scheduleToCloseTimeout = scheduleToCloseTimeout
        self.scheduleToStartTimeout = scheduleToStartTimeout
        self.heartbeatTimeout = heartbeatTimeout
        self.taskQueue = taskQueue
        self.retryPolicy = retryPolicy
        self.cancellationType = cancellationType
        self.activityID = activityID
        self.disableEagerActivityExecution = disableEagerActivityExecution
        self.triesLocally = triesLocally
        self.summary = summary
    }

    /// What becomes of an activity when the task that waits for it is cancelled.
    package enum CancellationType: Sendable, Hashable {
        /// It is asked to stop, and the workflow goes on at once.
        case tryCancel
        /// It is asked to stop, and the workflow waits for what it says to that. An activity learns of it with a
        /// heartbeat.
        case waitCancellationCompleted
        /// It is left alone, and the workflow goes on at once.
        case abandon
    }
}
