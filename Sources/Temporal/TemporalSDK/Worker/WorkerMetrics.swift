import CoreMetrics
import Metrics
import SwiftProtobuf
import TemporalAPI

/// What a worker counts, under the names of the official SDKs.
struct WorkerMetrics: Sendable {
    private let common: [(String, String)]

    init(namespace: String, taskQueue: String) {
        common = [("namespace", namespace), ("task_queue", taskQueue)]
    }

    func workflowTaskPolled(isEmpty: Bool, isSticky: Bool) {
        count(
            isEmpty ? "temporal_workflow_task_queue_poll_empty" : "temporal_workflow_task_queue_poll_succeed",
            [("poller_type", isSticky ? "sticky_workflow_task" : "workflow_task")]
        )
    }

    func activityPollEmpty() { count("temporal_activity_poll_no_task", []) }

    func workflowTaskStarted(_ task: APIPollWorkflowTaskQueueResponse) {
        latency(
            "temporal_workflow_task_schedule_to_start_latency",
            from: task.scheduledTime,
            to: task.startedTime,
            [("workflow_type", task.workflowType.name)]
        )
    }

    func workflowTaskFinished(_ workflowType: String, took duration: Duration, failed: Bool) {
        let dimensions = [("workflow_type", workflowType)]
        record("temporal_workflow_task_execution_latency", duration, dimensions)
        if failed { count("temporal_workflow_task_execution_failed", dimensions) }
    }

    func activityStarted(_ task: APIPollActivityTaskQueueResponse) {
        latency(
            "temporal_activity_schedule_to_start_latency",
            from: task.currentAttemptScheduledTime,
            to: task.startedTime,
            [("activity_type", task.activityType.name)]
        )
    }

    func activityFinished(_ activityType: String, took duration: Duration, outcome: ActivityOutcome) {
        let dimensions = [("activity_type", activityType)]
        record("temporal_activity_execution_latency", duration, dimensions)
        switch outcome {
        case .failed: count("temporal_activity_execution_failed", dimensions)
        case .canceled: count("temporal_activity_execution_cancelled", dimensions)
        case .completed, .completesLater, .unknownToServer: break
        }
    }

    func slots(free: Int, worker: String) {
        Gauge(label: "temporal_worker_task_slots_available", dimensions: common + [("worker_type", worker)])
            .record(Double(free))
    }

    func started() { count("temporal_worker_start", []) }

    private func count(_ label: String, _ dimensions: [(String, String)]) {
        Counter(label: label, dimensions: common + dimensions).increment()
    }

    private func record(_ label: String, _ duration: Duration, _ dimensions: [(String, String)]) {
        Metrics.Timer(label: label, dimensions: common + dimensions).record(duration: duration)
    }

    /// Both moments are the service's, so no clock of ours is compared with it.
    private func latency(
        _ label: String,
        from start: Google_Protobuf_Timestamp,
        to end: Google_Protobuf_Timestamp,
        _ dimensions: [(String, String)]
    ) {
        let seconds = Duration.seconds(end.seconds - start.seconds)
        let duration = seconds + .nanoseconds(Int64(end.nanos) - Int64(start.nanos))
        guard start.seconds > 0, duration >= .zero else { return }
        record(label, duration, dimensions)
    }
}
