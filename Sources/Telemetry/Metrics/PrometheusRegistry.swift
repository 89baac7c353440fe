import Synchronization

/// Keeps the process's metrics and exports them in Prometheus' text format (docs/decisions/0003).
///
/// It is the `MetricsFactory` of the process. A handler that it hands out is the series itself, so recording
/// takes no lock; only making a handler does.
package final class PrometheusRegistry: Sendable {
    /// The media type of what ``scrape()`` returns.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// What keeps a mistake (an id as a label, a name made from input) from filling the memory.
    package struct Limits: Sendable {
        /// Names; the metrics of further ones are recorded nowhere and counted as refused.
        package var families = 500
        /// Series of one name; further ones share one with the label `overflow="true"`.
        package var seriesPerFamily = 1_000
        /// How long a scrape waits for a collector.
        package var collectorTimeout = Duration.seconds(3)

        package init() {}
    }

    private struct Description {
        let help: String
        let buckets: HistogramBuckets?
    }

    private struct State {
        var families: [String: MetricFamily] = [:]
        /// Exported names by what code calls them.
        var names: [MetricKey: String] = [:]
        var descriptions: [String: Description] = [:]
        var collectors: [MetricCollector] = []
    }

    private let limits: Limits
    private let prefix: String
    private let state = Mutex(State())

    /// - Parameters:
    ///   - prefix: what every exported name begins with, such as `oms_`; names that do already stay.
    ///   - limits: what may be kept.
    package init(prefix: String = "", limits: Limits = Limits()) {
        self.prefix = prefix
        self.limits = limits
        describe("telemetry_series_overflows", help: "Lookups that found a metric's series full, by metric.")
        describe("telemetry_metrics_refused", help: "Metrics not recorded: their name has another type or is too many.")
        describe("telemetry_collector_failures", help: "Scrapes in which a collector failed or was too slow.")
        // Their families are there from the start, so that they have room when others found none.
        state.withLock { state in
            for name in ["telemetry_series_overflows", "telemetry_metrics_refused", "telemetry_collector_failures"] {
                _ = familyName(name, kind: .counter, state: &state)
            }
        }
    }

    /// Says what a metric means, and for a histogram which ranges it has.
    ///
    /// Call it before the metric is first recorded: ranges of series that exist stay as they are.
    /// - Parameters:
    ///   - name: the name with or without `_total` or `_seconds`, dotted or not.
    ///   - help: one sentence for people.
    ///   - buckets: the ranges of a timer (in seconds) or recorder; nil for the standard ones.
    package func describe(_ name: String, help: String, buckets: HistogramBuckets? = nil) {
        state.withLock { $0.descriptions[MetricName.base(full(name))] = Description(help: help, buckets: buckets) }
    }

    /// Asks a closure for samples at every scrape. One that throws or is too slow is left out of that scrape
    /// and counted in `telemetry_collector_failures_total`.
    package func register(
        _ name: String,
        collect: @escaping @Sendable () async throws -> [MetricSample]
    ) {
        state.withLock { $0.collectors.append(MetricCollector(name: name, collect: collect)) }
    }

    /// All metrics as text, sorted by name and labels.
    package func scrape() async -> String {
        let collected = await collectedFamilies()
        let (families, descriptions) = state.withLock { ($0.families, $0.descriptions) }
        let all = families.merging(collected) { recorded, _ in recorded }
        var writer = ExpositionWriter()
        for (_, family) in all.sorted(by: { $0.key < $1.key }) {
            let help = descriptions[family.base]?.help ?? "Recorded as \(family.name)."
            family.write(to: &writer, help: help)
        }
        return writer.text
    }

    // MARK: Series

    func series(_ label: String, kind: MetricKind, dimensions: [(String, String)]) -> any MetricSeries {
        let found = state.withLock { state -> (series: any MetricSeries, name: String, overflowed: Bool)? in
            guard let name = familyName(label, kind: kind, state: &state) else { return nil }
            let found = state.families[name]?.series(for: dimensions, maximum: limits.seriesPerFamily)
            return found.map { ($0.series, name, $0.overflowed) }
        }
        guard let found else {
            countOwn("telemetry_metrics_refused", label: ("kind", kind.typeName))
            return Self.makeSeries(kind: kind, buckets: nil)()
        }
        if found.overflowed { countOwn("telemetry_series_overflows", label: ("metric", found.name)) }
        return found.series
    }

    func remove(_ handler: AnyObject) {
        state.withLock { state in
            for name in Array(state.families.keys) { state.families[name]?.remove(handler) }
        }
    }

    private func full(_ label: String) -> String {
        label.hasPrefix(prefix) ? label : prefix + label
    }

    /// The family of a label, made when it is new; nil when there is no room or the name has another kind.
    private func familyName(_ label: String, kind: MetricKind, state: inout State) -> String? {
        let key = MetricKey(label: label, kind: kind)
        if let name = state.names[key] { return name }
        let name = MetricName.exported(full(label), kind: kind)
        if let existing = state.families[name] {
            guard existing.kind == kind else { return nil }
        } else {
            guard state.families.count < limits.families else { return nil }
            let base = MetricName.base(full(label))
            state.families[name] = MetricFamily(
                name: name,
                base: base,
                kind: kind,
                makeSeries: Self.makeSeries(kind: kind, buckets: state.descriptions[base]?.buckets)
            )
        }
        if state.names.count < limits.families * 2 { state.names[key] = name }
        return name
    }

    private static func makeSeries(
        kind: MetricKind,
        buckets: HistogramBuckets?
    ) -> @Sendable () -> any MetricSeries {
        switch kind {
        case .counter: { CounterSeries() }
        case .gauge: { GaugeSeries() }
        case .timer: { HistogramSeries(buckets: buckets ?? .seconds) }
        case .recorder: { HistogramSeries(buckets: buckets ?? .counts) }
        }
    }

    private func countOwn(_ name: String, label: (String, String)) {
        state.withLock { state in
            guard let family = familyName(name, kind: .counter, state: &state) else { return }
            let found = state.families[family]?.series(for: [label], maximum: limits.seriesPerFamily)
            (found?.series as? CounterSeries)?.increment(by: Int64(1))
        }
    }

    // MARK: Collected gauges

    private func collectedFamilies() async -> [String: MetricFamily] {
        let collectors = state.withLock { $0.collectors }
        let timeout = limits.collectorTimeout
        let answers = await withTaskGroup(of: (Int, [MetricSample]?).self) { group in
            for (index, collector) in collectors.enumerated() {
                group.addTask { (index, await collector.samples(within: timeout)) }
            }
            var answers = [[MetricSample]?](repeating: nil, count: collectors.count)
            for await (index, samples) in group { answers[index] = samples }
            return answers
        }
        var families: [String: MetricFamily] = [:]
        for (collector, samples) in zip(collectors, answers) {
            guard let samples else {
                countOwn("telemetry_collector_failures", label: ("collector", collector.name))
                continue
            }
            for sample in samples { add(sample, to: &families) }
        }
        return families
    }

    private func add(_ sample: MetricSample, to families: inout [String: MetricFamily]) {
        let name = MetricName.exported(full(sample.name), kind: .gauge)
        if families[name] == nil {
            guard families.count < limits.families else { return }
            families[name] = MetricFamily(
                name: name,
                base: MetricName.base(full(sample.name)),
                kind: .gauge,
                makeSeries: Self.makeSeries(kind: .gauge, buckets: nil)
            )
        }
        let dimensions = sample.labels.map { ($0.key, $0.value) }
        let found = families[name]?.series(for: dimensions, maximum: limits.seriesPerFamily)
        (found?.series as? GaugeSeries)?.set(sample.value)
    }
}

/// What code calls a metric.
private struct MetricKey: Hashable {
    let label: String
    let kind: MetricKind
}
