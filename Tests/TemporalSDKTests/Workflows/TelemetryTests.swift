import Logging
import Synchronization
import TemporalAPI
import TemporalSDK
import Testing

@Suite
struct TelemetryTests {
    @Test
    func `a line is logged once, however often the code is replayed`() throws {
        let lines = Lines()
        let environment = WorkflowEnvironment(
            taskQueue: "queue",
            logger: Logger(label: "test") { _ in CollectingHandler(lines: lines) }
        )
        let run = try RunDriver(Talking.self, environment: environment)
        try run.task()
        run.fireTimer("1")
        try run.task()
        #expect(lines.all == ["before workflow-1 Talking", "after workflow-1 Talking"])
        #expect(run.replay()?.message == nil)
        run.loseCache()
        #expect(lines.all.count == 2)
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }

        func append(_ line: String) {
            lines.withLock { $0.append(line) }
        }
    }

    private struct CollectingHandler: LogHandler {
        let lines: Lines
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]

        init(lines: Lines) { self.lines = lines }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let id = metadata["workflow_id"]?.description ?? ""
            let type = metadata["workflow_type"]?.description ?? ""
            lines.append("\(event.message) \(id) \(type)")
        }
    }

    private actor Talking: WorkflowDefinition {
        let context: WorkflowContext

        init(context: WorkflowContext, input: Void) { self.context = context }

        func run(input: Void) async throws {
            context.logger.info("before")
            context.metrics.increment("test_talks")
            do {
                try await context.sleep(for: .seconds(1))
                context.logger.info("after")
            } catch {
                context.logger.info("evicted")
                throw error
            }
        }
    }
}
