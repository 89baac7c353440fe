import Synchronization
import Telemetry
import Testing

@Suite struct MetricCollectorTests {
    @Test func `samples are asked for at every scrape`() async {
        let registry = PrometheusRegistry()
        let depth = Mutex(1.0)
        registry.describe("outbox.undelivered", help: "Messages that wait.")
        registry.register("outbox") {
            [
                MetricSample("outbox.undelivered", labels: ["destination": "events"], value: depth.withLock { $0 }),
                MetricSample("outbox.age_seconds", value: 0.25),
            ]
        }
        _ = await registry.scrape()
        depth.withLock { $0 = 2 }
        let expected = """
            # HELP outbox_age_seconds Recorded as outbox_age_seconds.
            # TYPE outbox_age_seconds gauge
            outbox_age_seconds 0.25
            # HELP outbox_undelivered Messages that wait.
            # TYPE outbox_undelivered gauge
            outbox_undelivered{destination="events"} 2

            """
        #expect(await registry.scrape() == expected)
    }

    @Test func `a collector that throws is left out and counted`() async {
        let registry = PrometheusRegistry()
        registry.register("broken") { throw CancellationError() }
        registry.register("fine") { [MetricSample("fine", value: 1)] }
        let text = await registry.scrape()
        #expect(text.contains("\nfine 1\n"))
        #expect(text.contains("telemetry_collector_failures_total{collector=\"broken\"} 1\n"))
    }

    @Test func `a collector that hangs neither holds up the scrape nor is asked a second time`() async {
        var limits = PrometheusRegistry.Limits()
        limits.collectorTimeout = .milliseconds(20)
        let registry = PrometheusRegistry(limits: limits)
        let (stream, release) = AsyncStream<Void>.makeStream()
        let calls = Mutex(0)
        registry.register("slow") {
            calls.withLock { $0 += 1 }
            for await _ in stream { break }
            return [MetricSample("slow", value: 1)]
        }
        for _ in 0..<3 { #expect(await !registry.scrape().contains("\nslow 1\n")) }
        #expect(calls.withLock { $0 } == 1)
        release.finish()
    }
}
