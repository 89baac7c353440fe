import Messaging
import OMSKernel
import Orders
import Telemetry

/// What is counted in the database when the metrics are read.
struct SystemCollectors: Sendable {
    let diagnostics: any OrderDiagnostics
    let outbox: any OutboxStore
    let clock: any WallClock

    func register(with registry: PrometheusRegistry) {
        registry.describe("oms_orders", help: "Orders by status.")
        registry.describe("oms_outbox_undelivered", help: "Messages that are still to be delivered.")
        registry.describe("oms_outbox_oldest_age_seconds", help: "Age of the oldest undelivered message.")
        registry.describe("oms_outbox_dead", help: "Messages that could not be delivered.")
        registry.register("orders") { try await orders() }
        registry.register("outbox") { try await outboxDepth() }
    }

    private func orders() async throws -> [MetricSample] {
        let counts = try await diagnostics.countByStatus()
        return OrderStatus.allCases.map { status in
            MetricSample("oms_orders", labels: ["status": status.rawValue], value: Double(counts[status] ?? 0))
        }
    }

    private func outboxDepth() async throws -> [MetricSample] {
        let depth = try await outbox.depth()
        let age = depth.oldest.map { Double(clock.now().duration(since: $0).wholeMilliseconds) / 1_000 } ?? 0
        return [
            MetricSample("oms_outbox_undelivered", value: Double(depth.undelivered)),
            MetricSample("oms_outbox_oldest_age_seconds", value: max(0, age)),
            MetricSample("oms_outbox_dead", value: Double(depth.dead)),
        ]
    }
}
