package import OMSKernel
package import Orders

extension NewOutboxMessage {
    /// Asks for a signal to the fulfilment of an order.
    ///
    /// A fulfilment gets each of these signals once in its life, so that the order and the name are the id by which a
    /// repetition is dropped.
    /// - Parameters:
    ///   - signal: the signal's name: `PickCompleted`.
    ///   - orderID: the order; its messages stay in order.
    ///   - reason: what the signal says; nil for one that says nothing.
    ///   - now: when it was asked for.
    package init(signal: String, toFulfillmentOf orderID: OrderID, reason: String? = nil, at now: Timestamp) {
        self.init(
            toWorkflows: OutboxMessage.signalWorkflowType,
            about: orderID.description,
            id: "\(orderID):\(signal)",
            at: now
        ) { writer in
            writer.member("signal", signal)
            writer.member("orderId", orderID.description)
            if let reason { writer.member("reason", reason) }
        }
    }

    /// Asks the workflow of an order to cancel it.
    /// - Parameters:
    ///   - wish: who asks for it, and why.
    ///   - orderID: the order.
    package init(_ wish: OrderCancellation, of orderID: OrderID) {
        self.init(
            signal: OutboxMessage.cancelOrderSignal,
            toFulfillmentOf: orderID,
            reason: wish.reason,
            at: wish.requestedAt
        )
    }
}
