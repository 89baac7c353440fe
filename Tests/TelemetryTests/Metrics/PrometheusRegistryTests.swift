import Metrics
import Telemetry
import Testing

@Suite struct PrometheusRegistryTests {
    let registry = PrometheusRegistry()

    private func counter(_ label: String, _ dimensions: [(String, String)] = []) -> Counter {
        Counter(label: label, dimensions: dimensions, factory: registry)
    }

    @Test func `every kind of metric is exported with its type, help and suffix`() async {
        registry.describe("orders.placed", help: "Orders taken in.")
        registry.describe("request.duration", help: "How long\nrequests \\ take.", buckets: HistogramBuckets([0.1, 1]))
        registry.describe("batch.size", help: "Rows a batch.", buckets: HistogramBuckets([1, 10]))
        registry.describe("queue.depth", help: "Waiting.")
        registry.describe("bytes.read", help: "Bytes.")
        counter("orders.placed", [("channel", "MANUAL")]).increment(by: 3)
        counter("orders.placed", [("channel", "SHOPIFY")]).increment()
        FloatingPointCounter(label: "bytes.read", factory: registry).increment(by: 2.5)
        let timer = Timer(label: "request.duration", dimensions: [("route", "/orders")], factory: registry)
        timer.recordMilliseconds(100)
        timer.recordMilliseconds(250)
        timer.recordSeconds(20)
        Recorder(label: "batch.size", factory: registry).record(7)
        Gauge(label: "queue.depth", factory: registry).record(-4)
        let text = await registry.scrape()
        let expected = """
            # HELP batch_size Rows a batch.
            # TYPE batch_size histogram
            batch_size_bucket{le="1"} 0
            batch_size_bucket{le="10"} 1
            batch_size_bucket{le="+Inf"} 1
            batch_size_sum 7
            batch_size_count 1
            # HELP bytes_read_total Bytes.
            # TYPE bytes_read_total counter
            bytes_read_total 2.5
            # HELP orders_placed_total Orders taken in.
            # TYPE orders_placed_total counter
            orders_placed_total{channel="MANUAL"} 3
            orders_placed_total{channel="SHOPIFY"} 1
            # HELP queue_depth Waiting.
            # TYPE queue_depth gauge
            queue_depth -4
            # HELP request_duration_seconds How long\\nrequests \\\\ take.
            # TYPE request_duration_seconds histogram
            request_duration_seconds_bucket{route="/orders",le="0.1"} 1
            request_duration_seconds_bucket{route="/orders",le="1"} 2
            request_duration_seconds_bucket{route="/orders",le="+Inf"} 3
            request_duration_seconds_sum{route="/orders"} 20.35
            request_duration_seconds_count{route="/orders"} 3

            """
        #expect(text == expected)
    }

    @Test func `every name begins with the prefix, once`() async {
        let registry = PrometheusRegistry(prefix: "oms_")
        registry.describe("oms_orders.placed", help: "Orders taken in.")
        Counter(label: "orders.placed", factory: registry).increment()
        Counter(label: "oms_orders.placed", factory: registry).increment()
        registry.register("depth") { [MetricSample("depth", value: 1)] }
        let text = await registry.scrape()
        #expect(text.contains("# HELP oms_orders_placed_total Orders taken in.\n"))
        #expect(text.contains("\noms_orders_placed_total 2\n"))
        #expect(text.contains("\noms_depth 1\n"))
        #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("oms_") })
    }

    @Test func `handlers of one label record into one series, whatever the spelling and the order of dimensions`() async
    {
        counter("a.b", [("x", "1"), ("y", "2")]).increment()
        counter("a_b_total", [("y", "2"), ("x", "1")]).increment()
        #expect(await registry.scrape().contains("\na_b_total{x=\"1\",y=\"2\"} 2\n"))
    }

    @Test func `label values are escaped and cut, and reserved names are renamed`() async {
        counter("a", [("le", "q\"u\\o\nt"), ("__name", "n"), ("camelCase", String(repeating: "x", count: 500))])
            .increment()
        let long = String(repeating: "x", count: 200)
        let expected = #"a_total{_name="n",camel_case="\#(long)",exported_le="q\"u\\o\nt"} 1"#
        #expect(await registry.scrape().contains(expected))
    }

    @Test func `series over the limit share one, and a counter tells so`() async {
        var limits = PrometheusRegistry.Limits()
        limits.seriesPerFamily = 3
        let registry = PrometheusRegistry(limits: limits)
        for index in 0..<10 {
            Counter(label: "a", dimensions: [("id", "\(index)")], factory: registry).increment()
        }
        let text = await registry.scrape()
        #expect(text.contains("a_total{id=\"2\"} 1\na_total{overflow=\"true\"} 7\n"))
        #expect(text.contains("telemetry_series_overflows_total{metric=\"a_total\"} 7\n"))
    }

    @Test func `names over the limit and names of another kind are refused and counted`() async {
        var limits = PrometheusRegistry.Limits()
        limits.families = 4
        let registry = PrometheusRegistry(limits: limits)
        Counter(label: "a", factory: registry).increment()
        Counter(label: "b", factory: registry).increment()
        Gauge(label: "a_total", factory: registry).record(9)
        let text = await registry.scrape()
        #expect(text.contains("a_total 1\n"))
        #expect(!text.contains("b_total"))
        #expect(text.contains("telemetry_metrics_refused_total{kind=\"counter\"} 1\n"))
        #expect(text.contains("telemetry_metrics_refused_total{kind=\"gauge\"} 1\n"))
    }

    @Test func `a destroyed series is no longer exported`() async {
        let gone = counter("a", [("x", "1")])
        gone.increment()
        counter("a", [("x", "2")]).increment()
        gone.destroy()
        let text = await registry.scrape()
        #expect(!text.contains("x=\"1\""))
        #expect(text.contains("x=\"2\""))
    }

    @Test func `concurrent increments and records are all counted`() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { [registry] in
                    for _ in 0..<2_000 {
                        Counter(label: "c", factory: registry).increment()
                        FloatingPointCounter(label: "f", factory: registry).increment(by: 0.5)
                        Recorder(label: "r", factory: registry).record(2)
                        Meter(label: "m", factory: registry).increment(by: 1)
                    }
                }
            }
        }
        let text = await registry.scrape()
        for line in ["c_total 16000", "f_total 8000", "r_count 16000", "r_sum 32000", "m 16000"] {
            #expect(text.contains("\n\(line)\n"))
        }
    }

    @Test func `values that make no sense change nothing`() async {
        counter("c").increment(by: -5)
        FloatingPointCounter(label: "f", factory: registry).increment(by: Double.nan)
        Recorder(label: "r", factory: registry).record(Double.nan)
        let text = await registry.scrape()
        for line in ["c_total 0", "f_total 0", "r_count 0"] { #expect(text.contains("\(line)\n")) }
    }
}
