import Metrics
import OMSKernel

/// What a relay counts: `outbox.deliveries` by destination, type and outcome, `outbox.batch.size`,
/// `outbox.delivery.age` (from the writing of a message to its delivery) and `outbox.store.errors`.
struct RelayMetrics: Sendable {
    private struct Kind: Hashable {
        let destination: String
        let type: String
        let outcome: String
    }

    private let factory: any MetricsFactory

    init(factory: any MetricsFactory) {
        self.factory = factory
    }

    func settled(_ results: [OutboxResult], now: Timestamp) {
        Recorder(label: "outbox.batch.size", factory: factory).record(results.count)
        var counts: [Kind: Int] = [:]
        let age = Timer(label: "outbox.delivery.age", factory: factory)
        for result in results {
            let message = result.message
            let kind = Kind(destination: message.destination, type: message.type, outcome: Self.name(result.outcome))
            counts[kind, default: 0] += 1
            guard result.outcome == .delivered else { continue }
            age.recordNanoseconds(max(0, now.milliseconds - message.createdAt.milliseconds) * 1_000_000)
        }
        for (kind, count) in counts {
            let dimensions = [("destination", kind.destination), ("type", kind.type), ("outcome", kind.outcome)]
            Counter(label: "outbox.deliveries", dimensions: dimensions, factory: factory).increment(by: count)
        }
    }

    func storeFailed() {
        Counter(label: "outbox.store.errors", factory: factory).increment()
    }

    private static func name(_ outcome: OutboxResult.Outcome) -> String {
        switch outcome {
        case .delivered: "delivered"
        case .failed: "failed"
        case .dead: "dead"
        }
    }
}
