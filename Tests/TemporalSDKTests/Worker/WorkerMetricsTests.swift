import Metrics
import SwiftProtobuf
import TemporalAPI
import TemporalSDK
import TestSupport
import Testing

/// What a worker counts, end to end: from the poll to the figures.
@Suite(.timeLimit(.minutes(1)))
struct WorkerMetricsTests {
    private static let queue = "namespace=default task_queue=q"

    private actor Hello: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            try await context.condition { false }
        }
    }

    /// Runs a worker for as long as the body runs.
    private func counts(
        configure: (inout TemporalWorker.Configuration) -> Void = { _ in },
        _ body: (FakeService, CountingMetrics) async throws -> Void
    ) async throws -> [String: Int64] {
        let metrics = CountingMetrics()
        try await withMetricsFactory(metrics) {
            let service = FakeService()
            var configuration = TemporalWorker.Configuration(taskQueue: "q", identity: "me")
            configuration.gracefulShutdownPeriod = .zero
            configure(&configuration)
            let worker = try TemporalWorker(
                configuration: configuration,
                service: service,
                workflows: .registry(WorkflowRegistry([Hello.self])),
                activities: [
                    RegisteredActivity(name: "Good") { (_: Void) in 1 },
                    RegisteredActivity(name: "Bad") { (_: Void) in throw ApplicationError("no") },
                ],
                logger: .silent
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await worker.run() }
                try await body(service, metrics)
                worker.beginShutdown()
                try await group.waitForAll()
            }
        }
        return metrics.counts
    }

    @Test
    func `activities are counted by type and outcome, and slots by use`() async throws {
        let counts = try await counts(configure: { $0.maxConcurrentActivities = 7 }) { service, _ in
            service.offer(try .activity("Good"))
            service.offer(try .activity("Good"))
            service.offer(try .activity("Bad"))
            for _ in 0..<3 { _ = try await service.reports.take() }
        }
        #expect(counts["temporal_activity_task_received \(Self.queue)"] == 3)
        #expect(counts["temporal_activity_execution_failed \(Self.queue) activity_type=Bad"] == 1)
        #expect(counts["temporal_activity_execution_failed \(Self.queue) activity_type=Good"] == nil)
        #expect(counts["temporal_activity_execution_latency \(Self.queue) activity_type=Good", default: 0] > 0)
        let slots = "\(Self.queue) worker_type=ActivityWorker"
        let used = try #require(counts["temporal_worker_task_slots_used \(slots)"])
        let free = try #require(counts["temporal_worker_task_slots_available \(slots)"])
        #expect(used + free == 7)
        #expect(counts["temporal_worker_start \(Self.queue)"] == 1)
    }

    @Test
    func `workflow tasks are counted by type and outcome`() async throws {
        let counts = try await counts { service, _ in
            service.offer(APIPollWorkflowTaskQueueResponse.starting(type: "Hello", runID: "one"))
            service.offer(APIPollWorkflowTaskQueueResponse.starting(type: "Unknown", runID: "two"))
            for _ in 0..<2 { _ = try await service.reports.take() }
        }
        let failed = "temporal_workflow_task_execution_failed \(Self.queue)"
        #expect(counts["\(failed) workflow_type=Unknown failure_reason=WorkflowError"] == 1)
        #expect(counts["\(failed) workflow_type=Hello failure_reason=WorkflowError"] == nil)
        #expect(counts["temporal_workflow_task_execution_latency \(Self.queue) workflow_type=Hello", default: 0] > 0)
        #expect(
            counts["temporal_workflow_task_queue_poll_succeed \(Self.queue) poller_type=workflow_task", default: 0] == 2
        )
    }

    @Test
    func `the cache of runs is counted: its size, hits, misses and what it had to let go`() async throws {
        let miss = "temporal_sticky_cache_miss \(Self.queue)"
        let counts = try await counts(configure: { $0.maxCachedWorkflows = 1 }) { service, metrics in
            // The second run takes the place of the first.
            for task in [
                APIPollWorkflowTaskQueueResponse.starting(type: "Hello", runID: "one"),
                APIPollWorkflowTaskQueueResponse.starting(type: "Hello", runID: "two"),
                APIPollWorkflowTaskQueueResponse.going(on: "two", type: "Hello"),
            ] {
                service.offer(task)
                guard case .workflowCompleted = try await service.reports.take() else {
                    Issue.record("a task was not completed")
                    return
                }
            }
            // It has to read the history then, which this service has not.
            service.offer(APIPollWorkflowTaskQueueResponse.going(on: "one", type: "Hello"))
            while metrics.counts[miss] == nil { try await Task.sleep(for: .milliseconds(1)) }
        }
        #expect(counts["temporal_sticky_cache_hit \(Self.queue)"] == 1)
        #expect(counts[miss] == 1)
        #expect(counts["temporal_sticky_cache_total_forced_eviction \(Self.queue)"] == 1)
        #expect(counts["temporal_sticky_cache_size \(Self.queue)"] == 1)
    }
}

extension APIPollWorkflowTaskQueueResponse {
    /// The first task of a run.
    fileprivate static func starting(type: String, runID: String) -> APIPollWorkflowTaskQueueResponse {
        var task = workflow(runID: runID)
        task.workflowType.name = type
        task.attempt = 1
        task.previousStartedEventID = 0
        task.startedEventID = 3
        task.history.events = [
            .with {
                $0.eventID = 1
                $0.eventType = .workflowExecutionStarted
                $0.workflowExecutionStartedEventAttributes.workflowType.name = type
            },
            .with {
                $0.eventID = 2
                $0.eventType = .workflowTaskScheduled
            },
            .with {
                $0.eventID = 3
                $0.eventType = .workflowTaskStarted
                $0.workflowTaskStartedEventAttributes.scheduledEventID = 2
            },
        ]
        return task
    }

    /// The second task of a run, with the events since the first.
    fileprivate static func going(on runID: String, type: String) -> APIPollWorkflowTaskQueueResponse {
        var task = workflow(runID: runID)
        task.workflowType.name = type
        task.attempt = 1
        task.previousStartedEventID = 3
        task.startedEventID = 6
        task.history.events = [
            .with {
                $0.eventID = 4
                $0.eventType = .workflowTaskCompleted
                $0.workflowTaskCompletedEventAttributes.startedEventID = 3
            },
            .with {
                $0.eventID = 5
                $0.eventType = .workflowTaskScheduled
            },
            .with {
                $0.eventID = 6
                $0.eventType = .workflowTaskStarted
                $0.workflowTaskStartedEventAttributes.scheduledEventID = 5
            },
        ]
        return task
    }
}
