/// How much workflow code may do. What goes beyond fails the workflow task, not the workflow.
package struct WorkflowLimits: Sendable {
    /// Calls of the context in one workflow task.
    package var callsPerTask: Int
    /// Pieces of code between two suspensions in one workflow task.
    package var jobsPerTask: Int
    /// How long workflow code may hold its thread.
    package var deadlock: Duration
    /// Calls, and pieces of code, that a run may still need to end once it is evicted.
    package var callsAtEviction: Int
    package var jobsAtEviction: Int

    package init(
        callsPerTask: Int = 100_000,
        jobsPerTask: Int = 1_000_000,
        deadlock: Duration = .seconds(2),
        callsAtEviction: Int = 1_000,
        jobsAtEviction: Int = 10_000
    ) {
        self.callsPerTask = callsPerTask
        self.jobsPerTask = jobsPerTask
        self.deadlock = deadlock
        self.callsAtEviction = callsAtEviction
        self.jobsAtEviction = jobsAtEviction
    }
}
