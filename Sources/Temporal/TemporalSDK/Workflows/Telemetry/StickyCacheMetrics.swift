import Metrics

/// How well the runs in memory serve, under the names of the official SDKs.
struct StickyCacheMetrics: Sendable {
    private let hits: Counter
    private let misses: Counter
    private let evictions: Counter
    private let size: Gauge

    init(namespace: String, taskQueue: String) {
        let dimensions = [("namespace", namespace), ("task_queue", taskQueue)]
        hits = Counter(label: "temporal_sticky_cache_hit", dimensions: dimensions)
        misses = Counter(label: "temporal_sticky_cache_miss", dimensions: dimensions)
        evictions = Counter(label: "temporal_sticky_cache_total_forced_eviction", dimensions: dimensions)
        size = Gauge(label: "temporal_sticky_cache_size", dimensions: dimensions)
    }

    /// A task of a run that was in memory.
    func hit() { hits.increment() }

    /// A task that counted on a run in memory which was not there.
    func miss() { misses.increment() }

    /// - Parameters:
    ///   - cached: how many runs are in memory.
    ///   - evicted: how many had to make room just now.
    func changed(cached: Int, evicted: Int) {
        if evicted > 0 { evictions.increment(by: evicted) }
        size.record(Double(cached))
    }
}
