import Access
import HTTPTypes
import OMSKernel
import OMSWorkflows
import Orders

/// `/orders/{orderId}/workflow`: what an order waits for, asked of its workflow itself when that answers.
struct OrderWorkflowRoutes: Sendable {
    private let find: FindOrders
    private let workflows: (any OrderWorkflows)?

    init(_ dependencies: APIDependencies) {
        find = FindOrders(store: dependencies.orders)
        workflows = dependencies.orderWorkflows
    }

    var routes: [Route] {
        [Route(.get, "/orders/{orderId}/workflow", .scope(.ordersRead), handler: show)]
    }

    private func show(_ call: Call) async throws -> Answer {
        let record = try await find.record(call.id(OrderSubject.self, "orderId"))
        let order = record.order
        let live = await workflows?.workflow(orderID: order.id.description, requestID: order.requestID.text)
        return Answer.json { writer in
            writer.member("workflowId", live?.workflowID ?? WorkflowID.fulfillment(orderID: order.id.description))
            writer.member("runId", live?.runID)
            if let state = live?.state {
                writer.member("status", state.status)
                writer.member("step", state.step)
                writer.member("blockingReason", state.blockingReason ?? record.reason(newerThan: state.since))
                writer.member("since", state.since.map { Timestamp(milliseconds: $0).description })
                writer.member("source", "query")
            } else {
                writer.member("status", order.status.ofWorkflow.rawValue)
                writer.member("step", record.progress?.step)
                writer.member("blockingReason", record.progress?.blockingReason)
                writer.member("since", record.progress?.since.description)
                writer.member("source", "record")
            }
        }.about(order.id.description)
    }
}

extension OrderRecord {
    /// What the record knows to block a step that began at a time: an activity that waits or is tried again notes it
    /// there, and its workflow does not know.
    fileprivate func reason(newerThan began: Int64?) -> String? {
        guard let progress, let began, progress.since.milliseconds >= began else { return nil }
        return progress.blockingReason
    }
}

extension OrderStatus {
    /// How the workflow of an order in this status is, as far as the order tells.
    fileprivate var ofWorkflow: FulfillmentStatus {
        switch self {
        case .created, .validated, .reserved, .fulfilling: .running
        case .shipped: .shipped
        case .cancelled: .cancelled
        case .failed: .failed
        }
    }
}
