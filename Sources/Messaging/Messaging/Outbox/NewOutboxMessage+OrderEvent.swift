import OMSKernel
package import Orders

extension NewOutboxMessage {
    /// What a store queues for an event of an order.
    package init(_ event: OrderEvent) {
        self.init(
            destination: OutboxMessage.eventsDestination,
            orderingKey: event.orderID.description,
            messageID: event.id.description,
            type: event.kind.rawValue,
            sequence: event.sequence,
            schemaVersion: event.schemaVersion,
            payload: event.payload,
            traceparent: event.traceparent,
            createdAt: event.createdAt
        )
    }
}
