import Logging
import Messaging
import StorageTestKit
import Synchronization
import Testing

@Suite struct RelayLogTests {
    @Test(arguments: [true, false])
    func `a failure's line names the order and its trace, as a request's line does`(isRetryable: Bool) async {
        let fixture = RelayFixture()
        let lines = Lines()
        let consumer = Consumer { _ in DeliveryFailure(reason: "away", isRetryable: isRetryable) }
        let trace = "0af7651916cd43dd8448eb211c80319c"
        fixture.outbox.append([Messages.new("a", 1, traceparent: "00-\(trace)-b7ad6b7169203331-01")])
        _ = await fixture.relay(consumer, logger: lines.logger).pass()
        let line = lines.all.first { $0["orderId"] == "a" }
        #expect(line?["traceId"] == .string(trace))
        #expect(line?["reason"] == "away")
    }
}

/// Keeps the metadata of what is logged.
private final class Lines: Sendable {
    private let lines = Mutex<[Logger.Metadata]>([])

    var all: [Logger.Metadata] { lines.withLock { $0 } }
    var logger: Logger { Logger(label: "captured") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.lines.withLock { $0.append(event.metadata ?? [:]) }
        }
    }
}
