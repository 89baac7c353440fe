package import OMSKernel

package typealias OrderEventID = Identifier<OrderEvent>

/// One thing that happened to an order. Events are append-only: the database itself refuses to change them.
package struct OrderEvent: Sendable, Equatable {
    /// The event types and their payloads' schema versions.
    package enum Kind: String, Sendable, CaseIterable {
        case created = "OrderCreated"
        case validated = "OrderValidated"
        case reserved = "OrderReserved"
        case fulfillmentStarted = "OrderFulfillmentStarted"
        case shipped = "OrderShipped"
        case cancelled = "OrderCancelled"
        case failed = "OrderFailed"
        case updated = "OrderUpdated"
        case deleted = "OrderDeleted"

        package var schemaVersion: Int { 1 }

        /// The status an order has after the event; nil when the event does not set one.
        package var resultingStatus: OrderStatus? {
            switch self {
            case .created: .created
            case .validated: .validated
            case .reserved: .reserved
            case .fulfillmentStarted: .fulfilling
            case .shipped: .shipped
            case .cancelled: .cancelled
            case .failed: .failed
            case .updated, .deleted: nil
            }
        }
    }

    package let id: OrderEventID
    package let orderID: OrderID
    /// The order's own count of its events: 1, 2, 3 … without gaps.
    package let sequence: Int64
    package let kind: Kind
    package let schemaVersion: Int
    /// Who caused it: `key:<id>` for a caller, `system` for the system itself.
    package let actor: String
    /// A JSON object with ids, SKUs, amounts and reasons; no personal data.
    package let payload: String
    package let createdAt: Timestamp
    /// W3C trace context of the request that caused it.
    package let traceparent: String?

    package init(
        id: OrderEventID,
        orderID: OrderID,
        sequence: Int64,
        kind: Kind,
        schemaVersion: Int,
        actor: String,
        payload: String,
        createdAt: Timestamp,
        traceparent: String?
    ) {
        self.id = id
        self.orderID = orderID
        self.sequence = sequence
        self.kind = kind
        self.schemaVersion = schemaVersion
        self.actor = actor
        self.payload = payload
        self.createdAt = createdAt
        self.traceparent = traceparent
    }
}

/// Where an event stands among all events of all orders, in the order in which their transactions became visible.
///
/// PostgreSQL hands out positions before commit, so a reader must order by transaction first and stay
/// behind the oldest one still open; `transaction` is 0 on a store with one writer.
package struct EventPosition: Sendable, Hashable, Comparable {
    package let transaction: Int64
    package let position: Int64

    package init(transaction: Int64, position: Int64) {
        self.transaction = transaction
        self.position = position
    }

    package static func < (left: EventPosition, right: EventPosition) -> Bool {
        (left.transaction, left.position) < (right.transaction, right.position)
    }
}
