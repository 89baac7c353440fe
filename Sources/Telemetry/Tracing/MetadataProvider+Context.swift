package import Logging
import ServiceContextModule

extension Logger.MetadataProvider {
    /// Adds `requestId`, `traceId`, `spanId`, `orderId`, `workflowId`, `runId`, `activity` and `attempt` to each log
    /// line, as far as the current task's service context has them.
    package static let serviceContext = Logger.MetadataProvider {
        guard let context = ServiceContext.current else { return [:] }
        var metadata: Logger.Metadata = [:]
        if let trace = context.traceContext {
            metadata["traceId"] = .stringConvertible(trace.traceID)
            metadata["spanId"] = .stringConvertible(trace.spanID)
        }
        if let id = context.requestID { metadata["requestId"] = .string(id) }
        if let id = context.orderID { metadata["orderId"] = .string(id) }
        if let id = context.workflowID { metadata["workflowId"] = .string(id) }
        if let id = context.runID { metadata["runId"] = .string(id) }
        if let name = context.activity { metadata["activity"] = .string(name) }
        if let number = context.attempt { metadata["attempt"] = .stringConvertible(number) }
        return metadata
    }
}
