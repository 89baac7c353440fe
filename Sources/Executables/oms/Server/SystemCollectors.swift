import Messaging
import OMSKernel
import Orders
import Telemetry

/// What is found out when the metrics are read. Counting rows is held to a small part of the database's time.
struct SystemCollectors: Sendable {
    private let database: ServerDatabase
    private let orders: RecentValue<[OrderStatus: Int]>
    private let outbox: RecentValue<OutboxDepth>
    private let clock: any WallClock

    init(_ storage: ServerStorage, clock: any WallClock) {
        database = storage.database
        orders = RecentValue { try await storage.diagnostics.countByStatus() }
        outbox = RecentValue { try await storage.outbox.depth() }
        self.clock = clock
    }

    func register(with registry: PrometheusRegistry) {
        registry.register("orders") { try await ordersByStatus() }
        registry.register("outbox") { try await outboxDepth() }
        registry.register("database") { database.samples() }
    }

    /// Says what each metric means. Call it before any is recorded.
    static func describeMetrics(in registry: PrometheusRegistry) {
        registry.describe("oms_orders", help: "Orders by status; as old as a hundred times what counting takes.")
        registry.describe("oms_outbox_undelivered", help: "Messages still to be delivered; counting stops at 100,000.")
        registry.describe("oms_outbox_oldest_age_seconds", help: "Age of the oldest undelivered message.")
        registry.describe("oms_outbox_dead", help: "Messages that could not be delivered.")
        registry.describe("oms_outbox_deliveries", help: "Attempts to deliver a message, by outcome.")
        registry.describe("oms_outbox_batch_size", help: "Messages the relay settled at once.")
        registry.describe("oms_outbox_delivery_age", help: "From an event's writing to its delivery.", buckets: .ages)
        registry.describe("oms_outbox_store_errors", help: "Times the relay could not reach the outbox.")
        registry.describe("oms_database_commit_batch_size", help: "Writes that shared one transaction and its sync.")
        registry.describe("oms_database_commit_duration", help: "How long such a transaction took.")
        registry.describe("oms_database_waiting", help: "Calls that wait for the database.")
        registry.describe("oms_database_connections", help: "Connections to PostgreSQL.")
        describeWorkflowMetrics(in: registry)
        describeWorkerMetrics(in: registry)
        registry.describe("oms_http_requests", help: "Answered requests.")
        registry.describe("oms_http_request_duration", help: "From a request's head to its answer's.")
    }

    private static func describeWorkerMetrics(in registry: PrometheusRegistry) {
        registry.describe("oms_temporal_workflow_completed", help: "Workflows that ended with a result, by type.")
        registry.describe("oms_temporal_workflow_failed", help: "Workflows that failed, by type.")
        registry.describe("oms_temporal_workflow_canceled", help: "Workflows that ended cancelled, by type.")
        registry.describe("oms_temporal_activity_execution_latency", help: "How long attempts of activities took.")
        registry.describe("oms_temporal_activity_execution_failed", help: "Attempts of activities that failed.")
        registry.describe(
            "oms_temporal_local_activity_execution_latency",
            help: "How long activities took that were tried within their workflow task."
        )
        registry.describe(
            "oms_temporal_local_activity_execution_failed",
            help: "Activities that were tried within their workflow task and left to the service."
        )
        registry.describe(
            "oms_temporal_activity_schedule_to_start_latency",
            help: "How long activities waited for a worker."
        )
        registry.describe(
            "oms_temporal_workflow_task_schedule_to_start_latency",
            help: "How long workflow tasks waited for a worker."
        )
        registry.describe("oms_temporal_workflow_task_execution_latency", help: "How long workflow tasks took.")
        registry.describe("oms_temporal_worker_task_slots_used", help: "Tasks that each worker handles now.")
        registry.describe("oms_temporal_worker_task_slots_available", help: "Tasks that each worker could still take.")
        registry.describe("oms_temporal_sticky_cache_size", help: "Workflows in memory between their tasks.")
        registry.describe("oms_temporal_sticky_cache_miss", help: "Workflows that were replayed from their history.")
        registry.describe("oms_temporal_request_failure", help: "Calls of the Temporal service that failed, by code.")
        registry.describe("oms_order_state_duration", help: "How long orders were in a state.", buckets: .ages)
    }

    private static func describeWorkflowMetrics(in registry: PrometheusRegistry) {
        registry.describe("oms_engine_requests", help: "Calls of the embedded engine, by RPC and gRPC code.")
        registry.describe("oms_engine_request_duration", help: "From such a call to its answer; polls wait in it.")
        registry.describe("oms_engine_commit_duration", help: "How long a change of a run took until it was durable.")
        registry.describe("oms_engine_commit_errors", help: "Changes of runs that were not stored.")
        registry.describe("oms_engine_pollers", help: "Polls of workers that wait, by kind of task queue.")
        registry.describe("oms_engine_backlog", help: "Tasks that wait for a worker, by kind of task queue.")
        registry.describe("oms_engine_open_runs", help: "Workflows that have not ended.")
        registry.describe("oms_engine_loaded_runs", help: "Runs in the engine's memory.")
        registry.describe("oms_engine_timers", help: "Times in memory at which something must happen to a run.")
        registry.describe("oms_engine_outbound", help: "Things that runs ask of each other and that are not done yet.")
        registry.describe("oms_engine_history_polls", help: "Callers that wait for new events of a run.")
    }

    private func ordersByStatus() async throws -> [MetricSample] {
        let counts = try await orders.value()
        return OrderStatus.allCases.map { status in
            MetricSample("oms_orders", labels: ["status": status.rawValue], value: Double(counts[status] ?? 0))
        }
    }

    private func outboxDepth() async throws -> [MetricSample] {
        let depth = try await outbox.value()
        let age = depth.oldest.map { Double(clock.now().duration(since: $0).wholeMilliseconds) / 1_000 } ?? 0
        return [
            MetricSample("oms_outbox_undelivered", value: Double(depth.undelivered)),
            MetricSample("oms_outbox_oldest_age_seconds", value: max(0, age)),
            MetricSample("oms_outbox_dead", value: Double(depth.dead)),
        ]
    }
}
