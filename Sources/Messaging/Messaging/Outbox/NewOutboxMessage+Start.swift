package import OMSKernel
package import Orders

extension NewOutboxMessage {
    /// Asks for the intake of a new order. It names the order and holds nothing of what it is made of.
    /// - Parameter creation: what is stored in the same step.
    package init(startingIntakeOf creation: OrderCreation) {
        self.init(
            startingIntakeOf: creation.order.id,
            requestID: creation.order.requestID.text,
            actor: creation.events.first?.actor ?? "system",
            fingerprint: creation.request.hex,
            traceparent: creation.events.first?.traceparent,
            at: creation.order.createdAt
        )
    }

    /// Asks for the intake of an order that is stored.
    /// - Parameters:
    ///   - orderID: the order.
    ///   - requestID: the key that it was asked for under.
    ///   - actor: who asks.
    ///   - fingerprint: of the request; nil when it is not known any more.
    ///   - traceparent: the trace of the request.
    ///   - now: when it is asked for.
    package init(
        startingIntakeOf orderID: OrderID,
        requestID: String,
        actor: String = "system",
        fingerprint: String?,
        traceparent: String? = nil,
        at now: Timestamp
    ) {
        self.init(
            toWorkflows: OutboxMessage.startWorkflowType,
            about: orderID.description,
            id: "\(orderID):\(OutboxMessage.startWorkflowType)",
            traceparent: traceparent,
            at: now
        ) { writer in
            writer.member("orderId", orderID.description)
            writer.member("requestId", requestID)
            writer.member("actor", actor)
            writer.member("fingerprint", fingerprint)
        }
    }
}
