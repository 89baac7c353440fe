import Metrics
import Synchronization

/// One line (or, for a histogram, one group of lines) of the exported text, and the handler that
/// swift-metrics records through: recording is atomic arithmetic, no lock and no lookup.
protocol MetricSeries: AnyObject, Sendable {
    func write(to writer: inout ExpositionWriter, name: String, labels: LabelSet)
}

/// A number that only grows. Whole and fractional increments are counted apart, so that whole ones stay exact;
/// past 2^64 it starts again at 0, which Prometheus reads as a restart.
final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
    private let whole = Atomic<UInt64>(0)
    private let fractional = AtomicDouble()

    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        whole.wrappingAdd(UInt64(amount), ordering: .relaxed)
    }

    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        fractional.add(amount)
    }

    func reset() {
        whole.store(0, ordering: .relaxed)
        fractional.store(0)
    }

    func write(to writer: inout ExpositionWriter, name: String, labels: LabelSet) {
        let whole = whole.load(ordering: .relaxed)
        let fractional = fractional.value
        let value = fractional == 0 ? String(whole) : ExpositionWriter.number(Double(whole) + fractional)
        writer.sample(name, labels: labels.text, value: value)
    }
}

/// A number that goes up and down.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    private let number = AtomicDouble()

    func set(_ value: Int64) { number.store(Double(value)) }
    func set(_ value: Double) { number.store(value) }
    func increment(by amount: Double) { number.add(amount) }
    func decrement(by amount: Double) { number.add(-amount) }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }

    func write(to writer: inout ExpositionWriter, name: String, labels: LabelSet) {
        writer.sample(name, labels: labels.text, value: ExpositionWriter.number(number.value))
    }
}

/// How often values fell into fixed ranges, and their sum.
final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
    /// Atomics cannot be array elements, so each has an object.
    private final class Cell: Sendable {
        let count = Atomic<UInt64>(0)
    }

    private let buckets: HistogramBuckets
    private let cells: [Cell]
    private let sum = AtomicDouble()

    init(buckets: HistogramBuckets) {
        self.buckets = buckets
        // The last cell counts what is above every bound.
        cells = (0...buckets.bounds.count).map { _ in Cell() }
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let index = buckets.bounds.firstIndex { value <= $0 } ?? buckets.bounds.count
        cells[index].count.wrappingAdd(1, ordering: .relaxed)
        sum.add(value)
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }

    /// The total is the sum of the cells as they were read, so it always equals the `+Inf` line.
    func write(to writer: inout ExpositionWriter, name: String, labels: LabelSet) {
        let prefix = labels.text.isEmpty ? "" : labels.text + ","
        var total: UInt64 = 0
        for (index, cell) in cells.enumerated() {
            total += cell.count.load(ordering: .relaxed)
            let bound = index < buckets.texts.count ? buckets.texts[index] : "+Inf"
            writer.sample(name + "_bucket", labels: prefix + "le=\"\(bound)\"", value: String(total))
        }
        writer.sample(name + "_sum", labels: labels.text, value: ExpositionWriter.number(sum.value))
        writer.sample(name + "_count", labels: labels.text, value: String(total))
    }
}
