import ServiceContextModule
import Telemetry
import TemporalSDK

/// An input that names an order.
protocol NamesOrder {
    var namedOrder: String? { get }
}

extension Activities.OrderInput: NamesOrder { var namedOrder: String? { orderId } }
extension Activities.EndingInput: NamesOrder { var namedOrder: String? { orderId } }
extension Activities.ProgressInput: NamesOrder { var namedOrder: String? { orderId } }
extension Activities.ShipmentInput: NamesOrder { var namedOrder: String? { orderId } }
extension OrderIntakeInput: NamesOrder { var namedOrder: String? { orderId } }

/// Lets every line that is logged in an attempt say what it is about.
enum AttemptContext {
    static func with<Result>(_ input: Any, _ body: () async throws -> Result) async throws -> Result {
        var context = ServiceContext.current ?? .topLevel
        if let order = (input as? any NamesOrder)?.namedOrder { context.orderID = order }
        if let info = ActivityExecutionContext.current?.info {
            context.workflowID = info.workflowID
            context.runID = info.workflowRunID
            context.activity = info.activityType
            context.attempt = info.attempt
        }
        return try await ServiceContext.$current.withValue(context, operation: body)
    }
}
