package import Logging
import OMSWorkflows

/// Writes what a worker logs in the words of the other logs: `workflowId`, `runId`, `workflow`, `activity`, `attempt`,
/// and `orderId` when the workflow's id names an order.
package struct WorkerLogHandler: LogHandler {
    private static let names = [
        "temporal.namespace": "namespace", "temporal.task_queue": "taskQueue", "workflow.id": "workflowId",
        "workflow.run_id": "runId", "workflow.type": "workflow", "activity.id": "activityId",
        "activity.type": "activity", "activity.attempt": "attempt",
    ]

    private var base: any LogHandler

    package init(_ base: any LogHandler) {
        self.base = base
    }

    /// The logger of a worker.
    static func logger(label: String) -> Logger {
        var logger = Logger(label: label)
        logger.handler = WorkerLogHandler(logger.handler)
        return logger
    }

    package var logLevel: Logger.Level {
        get { base.logLevel }
        set { base.logLevel = newValue }
    }

    package var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = newValue }
    }

    package var metadataProvider: Logger.MetadataProvider? {
        get { base.metadataProvider }
        set { base.metadataProvider = newValue }
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { base[metadataKey: Self.names[key] ?? key] }
        set {
            base[metadataKey: Self.names[key] ?? key] = newValue
            if key == "workflow.id", let newValue, let order = WorkflowID.orderID(inFulfillment: "\(newValue)") {
                base[metadataKey: "orderId"] = "\(order)"
            }
        }
    }

    package func log(event: LogEvent) {
        base.log(event: event)
    }
}
