import HTTPTypes
import Metrics
import Synchronization

/// Counts requests by route, method and status, and measures them by route and method. The handlers are made once
/// and kept, because finding one in the registry costs more than recording.
final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        /// The route's index; -1 for all that matches none.
        let route: Int
        let status: Int
    }

    private let routes: [(method: String, template: String)]
    private let timers: [Timer]
    private let unknownTimer: Timer
    private let counters = Mutex<[Key: Counter]>([:])

    init(_ table: RouteTable) {
        routes = table.routes.map { ($0.method.rawValue, $0.template.text) }
        timers = routes.map { Self.timer($0.method, $0.template) }
        unknownTimer = Self.timer(Self.unknown.method, Self.unknown.template)
    }

    /// Records an answered request.
    /// - Parameters:
    ///   - route: the route's index; nil for a path or method that is none, whatever it was.
    ///   - status: the answer's status.
    ///   - duration: how long the answer took to make.
    func record(route: Int?, status: Int, duration: Duration) {
        let counter = counters.withLock { counters in
            let key = Key(route: route ?? -1, status: status)
            if let counter = counters[key] { return counter }
            let (method, template) = route.map { routes[$0] } ?? Self.unknown
            let counter = Counter(
                label: "http_requests_total",
                dimensions: [("method", method), ("route", template), ("status", String(status))]
            )
            counters[key] = counter
            return counter
        }
        counter.increment()
        let (seconds, attoseconds) = duration.components
        (route.map { timers[$0] } ?? unknownTimer).recordNanoseconds(
            seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        )
    }

    private static let unknown = (method: "other", template: "unknown")

    private static func timer(_ method: String, _ template: String) -> Timer {
        Timer(label: "http_request_duration_seconds", dimensions: [("method", method), ("route", template)])
    }
}
