import Logging
import Testing
import oms

@Suite
struct WorkerLogHandlerTests {
    @Test func `a worker's lines name the order, the run and the attempt in the words of the other logs`() {
        var logger = Logger(label: "test") { _ in WorkerLogHandler(KeepingHandler()) }
        logger[metadataKey: "workflow.id"] = "order-fulfillment-0193"
        logger[metadataKey: "workflow.run_id"] = "run"
        logger[metadataKey: "activity.type"] = "AllocateInventory"
        logger[metadataKey: "activity.attempt"] = "2"
        logger[metadataKey: "other"] = "x"
        #expect(
            logger.handler.metadata == [
                "workflowId": "order-fulfillment-0193", "orderId": "0193", "runId": "run",
                "activity": "AllocateInventory", "attempt": "2", "other": "x",
            ]
        )
        #expect(logger[metadataKey: "workflow.id"] == "order-fulfillment-0193")
        var replenishment = Logger(label: "test") { _ in WorkerLogHandler(KeepingHandler()) }
        replenishment[metadataKey: "workflow.id"] = "replenishment-A-1"
        #expect(replenishment[metadataKey: "orderId"] == nil)
    }

    private struct KeepingHandler: LogHandler {
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]
        var metadataProvider: Logger.MetadataProvider?

        subscript(metadataKey key: String) -> Logger.MetadataValue? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {}
    }
}
