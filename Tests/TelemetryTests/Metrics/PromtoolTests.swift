import Foundation
import Metrics
import Telemetry
import Testing

/// Prometheus' own checker judges the exported text; the suite runs where promtool is installed.
@Suite(.enabled(if: Promtool.path != nil, "promtool is not on PATH")) struct PromtoolTests {
    @Test func `promtool finds nothing to complain of`() async throws {
        let registry = PrometheusRegistry()
        registry.describe("http.server.requests", help: "Requests by route \\ and \"status\".")
        for status in ["200", "4\"0\\0\n"] {
            Counter(label: "http.server.requests", dimensions: [("httpStatus", status)], factory: registry).increment()
            Timer(label: "http.server.request.duration", dimensions: [("status", status)], factory: registry)
                .recordMilliseconds(3)
        }
        FloatingPointCounter(label: "bytes.read", factory: registry).increment(by: 1e-7)
        Recorder(label: "batch-size", factory: registry).record(1e21)
        Gauge(label: "9 lives", factory: registry).record(Double.infinity)
        Gauge(label: "", factory: registry).record(-0.5)
        registry.register("pool") { [MetricSample("pool.connections", labels: ["state": "idle"], value: 3)] }
        registry.register("broken") { throw CancellationError() }
        _ = await registry.scrape()
        let (status, output) = try Promtool.check(await registry.scrape())
        #expect(status == 0)
        #expect(output == "")
    }

    @Test func `promtool would complain if there were a reason`() throws {
        let (status, output) = try Promtool.check("# TYPE a counter\na 1\n")
        #expect(status != 0)
        #expect(output.contains("_total"))
    }
}

enum Promtool {
    static let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/promtool" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    static func check(_ text: String) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: try #require(path))
        process.arguments = ["check", "metrics"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try input.fileHandleForWriting.close()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }
}
