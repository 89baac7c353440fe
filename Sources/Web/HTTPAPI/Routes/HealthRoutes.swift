import HTTPTypes
import OMSKernel

/// What needs no key: health, metrics and the API's own description.
struct HealthRoutes: Sendable {
    private let reporter: HealthReporter
    private let scrape: @Sendable () async -> String
    private let document: [UInt8]

    init(_ dependencies: APIDependencies) {
        reporter = HealthReporter(
            checks: dependencies.healthChecks,
            limits: dependencies.limits,
            now: dependencies.monotonicNow
        )
        scrape = dependencies.scrapeMetrics
        document = dependencies.openAPIDocument
    }

    var routes: [Route] {
        [
            Route(.get, "/health/live", .open) { _ in .json { $0.member("status", "UP") } },
            Route(.get, "/health/ready", .open, handler: health),
            Route(.get, "/actuator/health", .open, handler: health),
            Route(.get, "/metrics", .open, handler: metrics),
            Route(.get, "/openapi.json", .open) { [document] _ in Answer(.ok, bytes: document) },
        ]
    }

    /// As Spring's actuator answers: `{"status":"UP","components":{"database":{"status":"UP"}}}`.
    private func health(_: Call) async throws -> Answer {
        let report = await reporter.report()
        return .json(report.isUp ? .ok : .serviceUnavailable) { writer in
            writer.member("status", report.isUp ? "UP" : "DOWN")
            writer.key("components")
            writer.object { writer in
                for (name, status) in report.components { writer.component(name, status) }
            }
        }
    }

    private func metrics(_: Call) async throws -> Answer {
        Answer(.ok, bytes: Array(await scrape().utf8), contentType: .prometheus)
    }
}

extension JSONWriter {
    fileprivate mutating func component(_ name: String, _ status: HealthCheck.Status) {
        key(name)
        object { writer in
            switch status {
            case .up: writer.member("status", "UP")
            case .down(let reason):
                writer.member("status", "DOWN")
                writer.key("details")
                writer.object { $0.member("reason", reason) }
            }
        }
    }
}
