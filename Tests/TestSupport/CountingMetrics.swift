package import Metrics
import Synchronization

/// Sums up what is recorded, by label and dimensions: `label name=value …`. Of a gauge the last value is kept.
package final class CountingMetrics: MetricsFactory {
    private final class Handler: CounterHandler, RecorderHandler, TimerHandler {
        let add: @Sendable (Int64) -> Void

        init(add: @escaping @Sendable (Int64) -> Void) { self.add = add }

        func increment(by amount: Int64) { add(amount) }
        func reset() {}
        func record(_ value: Int64) { add(value) }
        func record(_ value: Double) { add(Int64(value)) }
        func recordNanoseconds(_ duration: Int64) { add(duration) }
    }

    private let sums = Mutex<[String: Int64]>([:])

    package init() {}

    package var counts: [String: Int64] { sums.withLock { $0 } }

    private func handler(_ label: String, _ dimensions: [(String, String)], isGauge: Bool = false) -> Handler {
        let name = ([label] + dimensions.map { "\($0.0)=\($0.1)" }).joined(separator: " ")
        return Handler { [self] amount in sums.withLock { $0[name] = amount + (isGauge ? 0 : $0[name] ?? 0) } }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        handler(label, dimensions)
    }

    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        handler(label, dimensions, isGauge: !aggregate)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        handler(label, dimensions)
    }

    package func destroyCounter(_: any CounterHandler) {}
    package func destroyRecorder(_: any RecorderHandler) {}
    package func destroyTimer(_: any TimerHandler) {}
}
