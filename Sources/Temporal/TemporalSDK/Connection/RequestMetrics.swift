import CoreMetrics
import Metrics
import Synchronization
import TemporalAPI

/// Counts calls of the service by RPC, under the names of the official SDKs.
final class RequestMetrics: Sendable {
    private struct Instruments {
        let requests: Counter
        let latency: Timer
    }

    private let namespace: String
    /// One entry for each RPC that was called.
    private let instruments = Mutex<[String: Instruments]>([:])

    init(namespace: String) {
        self.namespace = namespace
    }

    /// One attempt of a call.
    /// - Parameters:
    ///   - operation: the RPC's name.
    ///   - kind: long polls have names of their own, since what they take says nothing of the service.
    ///   - duration: from the call to its answer or error.
    func attempt(_ operation: String, _ kind: ServiceCaller.Kind, took duration: Duration) {
        let instruments = self.instruments.withLock { known in
            if let found = known[operation] { return found }
            let made = Instruments(
                requests: Counter(label: label(kind, ""), dimensions: dimensions(operation)),
                latency: Timer(label: label(kind, "_latency"), dimensions: dimensions(operation))
            )
            known[operation] = made
            return made
        }
        instruments.requests.increment()
        instruments.latency.record(duration: duration)
    }

    /// An attempt that failed.
    func failure(_ operation: String, _ kind: ServiceCaller.Kind, _ error: ServiceError) {
        Counter(
            label: label(kind, "_failure"),
            dimensions: dimensions(operation) + [("status_code", "\(error.code)")]
        ).increment()
    }

    private func label(_ kind: ServiceCaller.Kind, _ suffix: String) -> String {
        (kind == .normal ? "temporal_request" : "temporal_long_request") + suffix
    }

    private func dimensions(_ operation: String) -> [(String, String)] {
        [("operation", operation), ("namespace", namespace)]
    }
}
