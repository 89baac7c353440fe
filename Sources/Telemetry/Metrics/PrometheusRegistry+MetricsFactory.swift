package import Metrics

extension PrometheusRegistry: MetricsFactory {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions)
    }

    package func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        counter(label, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    /// A histogram; a recorder that does not aggregate is swift-metrics' `Gauge`, and a gauge here.
    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate ? histogram(label, .recorder, dimensions) : gauge(label, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, .timer, dimensions)
    }

    package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    // A series' class follows from its kind; the alternatives below are never taken.

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterSeries {
        series(label, kind: .counter, dimensions: dimensions) as? CounterSeries ?? CounterSeries()
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
        series(label, kind: .gauge, dimensions: dimensions) as? GaugeSeries ?? GaugeSeries()
    }

    private func histogram(_ label: String, _ kind: MetricKind, _ dimensions: [(String, String)]) -> HistogramSeries {
        series(label, kind: kind, dimensions: dimensions) as? HistogramSeries ?? HistogramSeries(buckets: .seconds)
    }
}
