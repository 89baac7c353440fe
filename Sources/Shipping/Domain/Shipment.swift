package import OMSKernel

package typealias ShipmentID = Identifier<Shipment>

/// One attempt to ship an order.
package struct Shipment: Sendable, Equatable {
    /// The most attempts that an order gets.
    package static let maximumAttempts = 20

    package let id: ShipmentID
    package let orderID: OrderID
    /// 1 for the first; an order has one attempt that is not cancelled at most.
    package let attempt: Int
    package internal(set) var status: ShipmentStatus
    /// Whether the customer collects it: it has no carrier's label but a collection slip.
    package let isPickUp: Bool
    /// Personal data; nil for a pick-up, and gone when the order was deleted.
    package internal(set) var consignee: Consignee?
    /// What the carrier gave; nil before, and for a pick-up.
    package internal(set) var label: CarrierLabel?
    package let createdAt: Timestamp
    package internal(set) var updatedAt: Timestamp
    /// When it was handed over.
    package internal(set) var confirmedAt: Timestamp?

    package init(
        id: ShipmentID,
        orderID: OrderID,
        attempt: Int,
        status: ShipmentStatus,
        isPickUp: Bool,
        consignee: Consignee?,
        label: CarrierLabel?,
        createdAt: Timestamp,
        updatedAt: Timestamp,
        confirmedAt: Timestamp?
    ) {
        self.id = id
        self.orderID = orderID
        self.attempt = attempt
        self.status = status
        self.isPickUp = isPickUp
        self.consignee = consignee
        self.label = label
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.confirmedAt = confirmedAt
    }

    /// The id under which the carrier is asked for the label: however often, it is one label.
    package var labelRequestID: RequestKey { RequestKey(trusted: "\(id)-\(attempt)") }
}

/// What a carrier gives for a shipment.
package struct CarrierLabel: Sendable, Equatable {
    package let carrier: String
    package let service: String
    /// Visible ASCII characters.
    package let trackingNumber: String

    package init(carrier: String, service: String, trackingNumber: String) {
        self.carrier = carrier
        self.service = service
        self.trackingNumber = trackingNumber
    }
}

/// That a shipment arrived.
package struct Delivery: Sendable, Equatable {
    package let shipmentID: ShipmentID
    package let orderID: OrderID
    /// The tracking event that told of it.
    package let eventID: RequestKey
    /// By the carrier's clock.
    package let deliveredAt: Timestamp

    package init(shipmentID: ShipmentID, orderID: OrderID, eventID: RequestKey, deliveredAt: Timestamp) {
        self.shipmentID = shipmentID
        self.orderID = orderID
        self.eventID = eventID
        self.deliveredAt = deliveredAt
    }
}
