import CoreMetrics
import Metrics
import SwiftProtobuf
import TemporalAPI

/// What a worker counts, under the names of the official SDKs. Labels are types, queues and kinds: no ids.
struct WorkerMetrics: Sendable {
    /// The tasks that a slot is for.
    enum Slots: String, Sendable {
        case workflows = "WorkflowWorker"
        case activities = "ActivityWorker"
    }

    private let common: [(String, String)]
    private let workflowSlots: SlotGauges
    private let activitySlots: SlotGauges

    init(namespace: String, taskQueue: String) {
        common = [("namespace", namespace), ("task_queue", taskQueue)]
        workflowSlots = SlotGauges(.workflows, common)
        activitySlots = SlotGauges(.activities, common)
    }

    func started() { count("temporal_worker_start", []) }

    func workflowTaskPolled(isEmpty: Bool, isSticky: Bool) {
        count(
            isEmpty ? "temporal_workflow_task_queue_poll_empty" : "temporal_workflow_task_queue_poll_succeed",
            [("poller_type", isSticky ? "sticky_workflow_task" : "workflow_task")]
        )
    }

    func activityPolled(isEmpty: Bool) {
        count(isEmpty ? "temporal_activity_poll_no_task" : "temporal_activity_task_received", [])
    }

    func workflowTaskStarted(_ task: APIPollWorkflowTaskQueueResponse) {
        latency(
            "temporal_workflow_task_schedule_to_start_latency",
            from: task.scheduledTime,
            to: task.startedTime,
            [("workflow_type", task.workflowType.name)]
        )
    }

    func workflowTaskFinished(_ workflowType: String, took duration: Duration, outcome: WorkflowTaskOutcome) {
        let dimensions = [("workflow_type", workflowType)]
        record("temporal_workflow_task_execution_latency", duration, dimensions)
        if let reason = outcome.failureReason {
            count("temporal_workflow_task_execution_failed", dimensions + [("failure_reason", reason)])
        }
    }

    /// The service took a completion: counts the end of a run, if it was one.
    func workflowTaskCompleted(_ workflowType: String, _ commands: [APICommand]) {
        guard let label = commands.lazy.compactMap(Self.endLabel).first else { return }
        count(label, [("workflow_type", workflowType)])
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
        case .abandoned: count("temporal_activity_execution_abandoned", dimensions)
        case .completed, .completesLater, .unknownToServer: break
        }
    }

    func localActivityFinished(_ activityType: String, took duration: Duration, outcome: ActivityOutcome) {
        let dimensions = [("activity_type", activityType)]
        record("temporal_local_activity_execution_latency", duration, dimensions)
        switch outcome {
        case .completed: break
        case .canceled: count("temporal_local_activity_execution_cancelled", dimensions)
        default: count("temporal_local_activity_execution_failed", dimensions)
        }
    }

    /// Call it whenever slots were taken or given back.
    func slots(_ pool: SlotPool, of slots: Slots) {
        (slots == .workflows ? workflowSlots : activitySlots).record(pool)
    }

    private static func endLabel(_ command: APICommand) -> String? {
        switch command.commandType {
        case .completeWorkflowExecution: "temporal_workflow_completed"
        case .failWorkflowExecution: "temporal_workflow_failed"
        case .cancelWorkflowExecution: "temporal_workflow_canceled"
        case .continueAsNewWorkflowExecution: "temporal_workflow_continue_as_new"
        default: nil
        }
    }

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

/// How many slots of one kind are used and free. They change with every task, so their gauges are made once.
private struct SlotGauges: Sendable {
    private let used: Gauge
    private let available: Gauge

    init(_ slots: WorkerMetrics.Slots, _ common: [(String, String)]) {
        let dimensions = common + [("worker_type", slots.rawValue)]
        used = Gauge(label: "temporal_worker_task_slots_used", dimensions: dimensions)
        available = Gauge(label: "temporal_worker_task_slots_available", dimensions: dimensions)
    }

    func record(_ pool: SlotPool) {
        let free = pool.free
        used.record(Double(pool.limit - free))
        available.record(Double(free))
    }
}

extension WorkflowTaskOutcome {
    /// Why a workflow task failed, in the official SDKs' words; nil when it did not.
    fileprivate var failureReason: String? {
        switch self {
        case .failed(let request):
            request.cause == .nonDeterministicError ? "NonDeterminismError" : "WorkflowError"
        case .unanswered(let failure): failure.isNondeterminism ? "NonDeterminismError" : "WorkflowError"
        case .completed, .query: nil
        }
    }
}
