/// What one run may hold. The figures are the real service's defaults (`common/dynamicconfig`).
package struct RunLimits: Sendable, Hashable {
    /// Events in a history; one more and the run is terminated.
    package var historyEvents: Int64 = 50 * 1_024
    /// Bytes of a history; more and the run is terminated.
    package var historyBytes: Int64 = 50 * 1_024 * 1_024
    /// From here on each workflow task suggests to continue as new.
    package var suggestContinueAsNewEvents: Int64 = 4 * 1_024
    package var suggestContinueAsNewBytes: Int64 = 4 * 1_024 * 1_024
    /// Bytes of one event's payloads.
    package var blobBytes = 2 * 1_024 * 1_024
    /// Where the service begins to warn of a payload; what is cut because it was too large is cut to this.
    package var blobWarningBytes = 512 * 1_024
    package var memoBytes = 2 * 1_024 * 1_024
    package var searchAttributeKeys = 100
    package var searchAttributeValueBytes = 2 * 1_024
    package var searchAttributesBytes = 40 * 1_024
    /// Pending things of one run, each kind by itself.
    package var pendingActivities = 2_000
    package var pendingChildren = 2_000
    package var pendingSignals = 2_000
    package var pendingCancels = 2_000
    /// Signals one run takes in its life.
    package var signals = 10_000
    /// Events that may wait for an open workflow task to end; more and the task is failed.
    package var bufferedEvents = 100
    package var bufferedBytes = 2 * 1_024 * 1_024
    /// Bytes of any id or name.
    package var idBytes = 1_000
    /// Bytes of an activity's failure that is kept between attempts; a larger one is cut.
    package var activityFailureBytes = 4 * 1_024
    /// Request ids of later starts that may be attached to a run.
    package var attachedRequestIDs = 2_000

    package var defaultWorkflowTaskTimeout: Duration = .seconds(10)
    package var longestWorkflowTaskTimeout: Duration = .seconds(120)
    /// How long a worker may keep a workflow task alive with empty completions.
    package var workflowTaskHeartbeatTimeout: Duration = .seconds(30 * 60)
    /// What is added at most to the timeout of a workflow task that keeps failing.
    package var workflowTaskRetryMaximum: Duration = .seconds(10 * 60)
    /// Runs of one workflow that follow each other start at least this far apart.
    package var shortestRun: Duration = .seconds(1)

    package init() {}

    package static let standard = RunLimits()
}
