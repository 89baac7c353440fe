extension TemporalWorker {
    /// How a worker works. The limits are per worker; times without a word are durations.
    package struct Configuration: Sendable {
        package var namespace: String
        package var taskQueue: String
        /// Who took a task: written into histories.
        package var identity: String
        package var dataConverter: DataConverter

        // Workflows.
        /// Runs that are kept in memory between their tasks; 0 replays each from its history every time.
        package var maxCachedWorkflows = 1_000
        /// At least 2 with a cache: one for its runs, one for all others.
        package var maxConcurrentWorkflowTasks = 100
        /// Polls that wait at once, those of the sticky queue among them.
        package var workflowTaskPollers = 8
        /// The part of the polls that wait for runs that are not in the cache.
        package var nonstickyToStickyPollRatio = 0.25
        /// Shared with the clients whose starts may bring their first task along; nil for none.
        package var eagerWorkers: EagerWorkers?
        /// How long a task of a cached run waits for this worker before any other may take it.
        package var stickyQueueScheduleToStartTimeout: Duration = .seconds(10)

        // Activities.
        package var maxConcurrentActivities = 100
        package var activityTaskPollers = 5
        /// Attempts that this worker begins a second; nil for no limit.
        package var maxActivitiesPerSecond: Double?
        /// Attempts of this task queue that all workers together begin a second: the service keeps it. nil for no
        /// limit.
        package var maxTaskQueueActivitiesPerSecond: Double?
        /// Whether activities that a workflow task schedules on this queue may begin with its completion, without a
        /// poll. Never with a rate limit of the task queue, which they would bypass.
        package var allowsEagerActivities = true
        package var heartbeatThrottle = HeartbeatThrottle()

        /// How long activities may go on after a shutdown began before they are cancelled.
        package var gracefulShutdownPeriod: Duration = .seconds(10)
        /// How long cancelled activities may still take before the worker stops without them. Their results are lost
        /// then, and the service tries them again after the timeouts that were set.
        package var forcedShutdownPeriod: Duration = .seconds(10)
        /// How long polls may go on after the service was told of the shutdown.
        package var pollShutdownPeriod: Duration = .seconds(2)

        package init(
            namespace: String = "default",
            taskQueue: String,
            identity: String = ClientIdentity.process,
            dataConverter: DataConverter = .default
        ) {
            self.namespace = namespace
            self.taskQueue = taskQueue
            self.identity = identity
            self.dataConverter = dataConverter
        }

        func check() throws {
            guard !taskQueue.isEmpty else { throw WorkerConfigurationError("the task queue has no name") }
            for (name, limit) in [
                ("maxConcurrentWorkflowTasks", maxConcurrentWorkflowTasks),
                ("workflowTaskPollers", workflowTaskPollers),
                ("maxConcurrentActivities", maxConcurrentActivities), ("activityTaskPollers", activityTaskPollers),
            ] where limit < 1 {
                throw WorkerConfigurationError("\(name) is \(limit), at least 1 is needed")
            }
            guard maxCachedWorkflows == 0 || maxConcurrentWorkflowTasks > 1 else {
                throw WorkerConfigurationError("maxConcurrentWorkflowTasks is 1, at least 2 are needed with a cache")
            }
            for rate in [maxActivitiesPerSecond, maxTaskQueueActivitiesPerSecond].compactMap(\.self) where rate <= 0 {
                throw WorkerConfigurationError("a rate of \(rate) activities a second lets nothing begin")
            }
        }
    }
}
