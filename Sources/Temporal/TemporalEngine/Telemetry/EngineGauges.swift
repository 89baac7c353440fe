import Metrics

/// The gauges of what an engine holds.
struct EngineGauges: Sendable {
    private let workflowPollers = Gauge(label: "engine.pollers", dimensions: [("queue", "workflow")])
    private let activityPollers = Gauge(label: "engine.pollers", dimensions: [("queue", "activity")])
    private let workflowBacklog = Gauge(label: "engine.backlog", dimensions: [("queue", "workflow")])
    private let activityBacklog = Gauge(label: "engine.backlog", dimensions: [("queue", "activity")])
    private let openRuns = Gauge(label: "engine.open.runs")
    private let loadedRuns = Gauge(label: "engine.loaded.runs")
    private let timers = Gauge(label: "engine.timers")
    private let outbound = Gauge(label: "engine.outbound")
    private let historyPolls = Gauge(label: "engine.history.polls")

    func record(_ load: EngineLoad) {
        workflowPollers.record(load.workflowQueues.pollers)
        activityPollers.record(load.activityQueues.pollers)
        workflowBacklog.record(load.workflowQueues.backlog)
        activityBacklog.record(load.activityQueues.backlog)
        openRuns.record(load.openRuns)
        loadedRuns.record(load.loadedRuns)
        timers.record(load.timers)
        outbound.record(load.outbound)
        historyPolls.record(load.historyPolls)
    }
}
