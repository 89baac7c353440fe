package import OMSKernel

/// Something that must still be delivered, written in the same transaction as what it tells of.
package struct OutboxMessage: Sendable, Equatable {
    /// Where the row stands in the outbox; within one ordering key, later rows have higher positions.
    package let position: Int64
    /// Which transport or workflow it is for: `events` for the events of orders.
    package let destination: String
    /// Messages of one key are delivered one after the other, in order: the order's id.
    package let orderingKey: String
    /// The id by which a consumer drops repeats: the event's id.
    package let messageID: String
    /// The event's type: `OrderCreated`.
    package let type: String
    /// The order's own sequence number of the event.
    package let sequence: Int64
    package let schemaVersion: Int
    /// A JSON object without personal data.
    package let payload: String
    /// W3C trace context of the request that caused it.
    package let traceparent: String?
    package let createdAt: Timestamp
    /// How many deliveries were tried and failed.
    package let attempts: Int

    package init(
        position: Int64,
        destination: String,
        orderingKey: String,
        messageID: String,
        type: String,
        sequence: Int64,
        schemaVersion: Int,
        payload: String,
        traceparent: String?,
        createdAt: Timestamp,
        attempts: Int
    ) {
        self.position = position
        self.destination = destination
        self.orderingKey = orderingKey
        self.messageID = messageID
        self.type = type
        self.sequence = sequence
        self.schemaVersion = schemaVersion
        self.payload = payload
        self.traceparent = traceparent
        self.createdAt = createdAt
        self.attempts = attempts
    }
}

extension OutboxMessage {
    /// The destination of the events of orders.
    package static let eventsDestination = "events"
    /// The destination of what is asked of workflows: to start one, or a signal.
    package static let workflowsDestination = "workflows"
    /// The type of a message that asks for the intake of an order.
    package static let startWorkflowType = "StartWorkflow"
    /// The type of a message that asks for a SKU's replenishment.
    package static let startReplenishmentType = "StartReplenishment"
    /// The type of a message that asks for a signal to a workflow.
    package static let signalWorkflowType = "SignalWorkflow"
    /// The signal that asks the workflow of an order to cancel it.
    package static let cancelOrderSignal = "CancelOrder"
}
