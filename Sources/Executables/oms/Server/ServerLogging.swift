import Foundation
import Instrumentation
import Logging
import Metrics
import Telemetry

/// Sets up logs, metrics and tracing for the process, once.
struct ServerLogging: Sendable {
    let registry: PrometheusRegistry
    let sink: FileDescriptorLogSink

    /// Logs go to the standard error: readable in local, JSON lines in dev and prod.
    static func bootstrap(profile: Profile, level: Logger.Level) -> ServerLogging {
        let format: LogFormat = profile == .local ? .readable : .json
        let sink = format.sink(descriptor: STDERR_FILENO)
        LoggingSystem.bootstrap(format.handlers(sink: sink, level: level), metadataProvider: .serviceContext)
        let registry = PrometheusRegistry(prefix: "oms_")
        SystemCollectors.describeMetrics(in: registry)
        MetricsSystem.bootstrap(registry)
        InstrumentationSystem.bootstrap(TraceContextInstrument())
        return ServerLogging(registry: registry, sink: sink)
    }
}
