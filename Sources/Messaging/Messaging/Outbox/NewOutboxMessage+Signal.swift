package import OMSKernel

extension NewOutboxMessage {
    /// Asks for a signal to the fulfilment of an order.
    ///
    /// A fulfilment gets each of these signals once in its life, so that the order and the name are the id by which a
    /// repetition is dropped.
    /// - Parameters:
    ///   - signal: the signal's name: `PickCompleted`.
    ///   - orderID: the order; its messages stay in order.
    ///   - now: when it was asked for.
    package init(signal: String, toFulfillmentOf orderID: OrderID, at now: Timestamp) {
        self.init(
            destination: OutboxMessage.workflowsDestination,
            orderingKey: orderID.description,
            messageID: "\(orderID):\(signal)",
            type: OutboxMessage.signalWorkflowType,
            sequence: 0,
            schemaVersion: 1,
            payload: JSONWriter.object { writer in
                writer.member("workflowId", "order-fulfillment-\(orderID)")
                writer.member("signal", signal)
                writer.member("orderId", orderID.description)
            },
            traceparent: nil,
            createdAt: now
        )
    }
}
