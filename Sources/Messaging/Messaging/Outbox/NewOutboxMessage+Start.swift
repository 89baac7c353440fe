import OMSKernel
package import Orders

extension NewOutboxMessage {
    /// Asks for the intake of a new order. It names the order and holds nothing of what it is made of.
    /// - Parameter creation: what is stored in the same step.
    package init(startingIntakeOf creation: OrderCreation) {
        let order = creation.order
        self.init(
            destination: OutboxMessage.workflowsDestination,
            orderingKey: order.id.description,
            messageID: "\(order.id):\(OutboxMessage.startWorkflowType)",
            type: OutboxMessage.startWorkflowType,
            sequence: 0,
            schemaVersion: 1,
            payload: JSONWriter.object { writer in
                writer.member("orderId", order.id.description)
                writer.member("requestId", order.requestID.text)
                writer.member("actor", creation.events.first?.actor ?? "system")
                writer.member("fingerprint", creation.request.hex)
            },
            traceparent: creation.events.first?.traceparent,
            createdAt: order.createdAt
        )
    }
}
