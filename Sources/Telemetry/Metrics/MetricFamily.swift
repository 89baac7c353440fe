/// All series of one exported name. Not safe by itself: the registry's lock guards it.
struct MetricFamily {
    let name: String
    let base: String
    let kind: MetricKind
    private let makeSeries: @Sendable () -> any MetricSeries
    private(set) var series: [LabelSet: any MetricSeries] = [:]
    /// Series by the labels as code gives them, so that a known series is found without making its text.
    private var known: [[String]: any MetricSeries] = [:]

    init(name: String, base: String, kind: MetricKind, makeSeries: @escaping @Sendable () -> any MetricSeries) {
        self.name = name
        self.base = base
        self.kind = kind
        self.makeSeries = makeSeries
    }

    /// The series of some labels, made when it is new and there is room.
    /// - Returns: the series, and whether it is the one that stands for all that found no room.
    mutating func series(
        for dimensions: [(String, String)],
        maximum: Int
    ) -> (series: any MetricSeries, overflowed: Bool) {
        let raw = dimensions.flatMap { [$0.0, $0.1] }
        if let found = known[raw] { return (found, false) }
        let labels = LabelSet(dimensions)
        if let found = series[labels] {
            // Different spellings of the same labels are few; the bound keeps a mistake from growing.
            if known.count < maximum * 2 { known[raw] = found }
            return (found, false)
        }
        guard series.count < maximum else {
            let overflow = series[.overflow] ?? makeSeries()
            series[.overflow] = overflow
            return (overflow, true)
        }
        let new = makeSeries()
        series[labels] = new
        known[raw] = new
        return (new, false)
    }

    mutating func remove(_ object: AnyObject) {
        series = series.filter { $0.value !== object }
        known = known.filter { $0.value !== object }
    }

    func write(to writer: inout ExpositionWriter, help: String) {
        guard !series.isEmpty else { return }
        writer.header(name: name, help: help, kind: kind)
        for (labels, series) in series.sorted(by: { $0.key < $1.key }) {
            series.write(to: &writer, name: name, labels: labels)
        }
    }
}
