import Logging
import SQLPort
import Synchronization
import Testing
import oms

@Suite struct OutageLogTests {
    @Test func `a reason is told once in a while, with how often it was met`() {
        let lines = Lines()
        let clock = Mutex(ContinuousClock.now)
        let log = OutageLog(logger: lines.logger, interval: .seconds(10), now: { clock.withLock { $0 } })
        for _ in 0..<5 { log.note(SQLError.unavailable("the disk is full")) }
        log.note(SQLError.overloaded(retryAfter: .seconds(1)))
        #expect(
            lines.all == [
                "warning The database took no work: the disk is full (1)",
                "warning The database took no work: too many calls wait for it (1)",
            ]
        )
        clock.withLock { $0 += .seconds(10) }
        log.note(SQLError.unavailable("the disk is full"))
        #expect(lines.all.last == "warning The database took no work: the disk is full (5)")
    }

    @Test func `what says nothing of the database's availability is passed over`() {
        struct Other: Error {}
        let lines = Lines()
        let log = OutageLog(logger: lines.logger)
        log.note(SQLError.constraintViolated(constraint: "c"))
        log.note(SQLError.failed(code: "1", message: "m"))
        log.note(Other())
        #expect(lines.all.isEmpty)
    }
}

/// Keeps what is logged.
private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }
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
            let (reason, calls) = (event.metadata?["reason"] ?? "", event.metadata?["calls"] ?? "")
            lines.lines.withLock { $0.append("\(event.level) \(event.message): \(reason) (\(calls))") }
        }
    }
}
