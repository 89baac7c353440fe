package import OMSKernel

/// Decisions: a store locks the shipment, asks, and writes what comes back in one transaction. nil is "nothing to do".
extension Shipment {
    /// What a tracking event changes.
    package struct Tracked: Sendable, Equatable {
        package let shipment: Shipment
        /// The delivery that the event tells of, when it is the first one.
        package let delivery: Delivery?
    }

    package static func creating(_ request: ShipmentRequest, context: ShippingContext) -> Shipment {
        Shipment(
            id: context.ids.next(Shipment.self, at: context.now),
            orderID: request.orderID,
            attempt: request.attempt,
            status: .created,
            isPickUp: request.shipTo == nil,
            consignee: request.shipTo,
            label: nil,
            createdAt: context.now,
            updatedAt: context.now,
            confirmedAt: nil
        )
    }

    /// What an attempt leaves that is cancelled before it was made.
    package static func cancelledBeforeItBegan(
        _ orderID: OrderID,
        attempt: Int,
        context: ShippingContext
    ) -> Shipment {
        Shipment(
            id: context.ids.next(Shipment.self, at: context.now),
            orderID: orderID,
            attempt: attempt,
            status: .cancelled,
            isPickUp: false,
            consignee: nil,
            label: nil,
            createdAt: context.now,
            updatedAt: context.now,
            confirmedAt: nil
        )
    }

    /// - Throws: ``ShippingError/illegalTransition(_:command:status:)`` when a shipment is asked for again that was
    ///   cancelled.
    package func checkCreatedAgain() throws(ShippingError) {
        _ = try moving(by: .create, at: updatedAt)
    }

    /// - Parameters:
    ///   - label: what the carrier gave; nil for a pick-up.
    ///   - now: when.
    /// - Returns: nil when it was labelled before.
    /// - Throws: ``ShippingError``.
    package func labelling(with label: CarrierLabel?, at now: Timestamp) throws(ShippingError) -> Shipment? {
        guard var shipment = try moving(by: .label, at: now) else { return nil }
        guard isPickUp == (label == nil) else { throw .labelDoesNotFit(id) }
        shipment.label = label
        return shipment
    }

    /// - Throws: ``ShippingError/illegalTransition(_:command:status:)``.
    package func confirming(at now: Timestamp) throws(ShippingError) -> Shipment? {
        guard var shipment = try moving(by: .confirm, at: now) else { return nil }
        shipment.confirmedAt = shipment.updatedAt
        return shipment
    }

    /// - Throws: ``ShippingError/illegalTransition(_:command:status:)`` once it was handed over.
    package func cancelling(at now: Timestamp) throws(ShippingError) -> Shipment? {
        try moving(by: .cancel, at: now)
    }

    /// The shipment after a tracking event; one that tells nothing new, or comes late, leaves it as it is.
    /// - Throws: ``ShippingError/illegalTransition(_:command:status:)`` before it was handed over.
    package func tracking(_ event: TrackingEvent, at now: Timestamp) throws(ShippingError) -> Tracked {
        guard let shipment = try moving(by: event.kind.command, at: now) else {
            return Tracked(shipment: self, delivery: nil)
        }
        guard shipment.status == .delivered else { return Tracked(shipment: shipment, delivery: nil) }
        let delivery = Delivery(
            shipmentID: id,
            orderID: orderID,
            eventID: event.id,
            deliveredAt: event.occurredAt
        )
        return Tracked(shipment: shipment, delivery: delivery)
    }

    private func moving(by command: ShipmentCommand, at now: Timestamp) throws(ShippingError) -> Shipment? {
        switch ShipmentStateMachine.outcome(of: command, in: status) {
        case .alreadyDone: return nil
        case .refused: throw .illegalTransition(id, command: command, status: status)
        case .moves(let next):
            var shipment = self
            shipment.status = next
            shipment.updatedAt = max(now, updatedAt)
            return shipment
        }
    }

    /// The shipment without personal data.
    package func forgettingConsignee() -> Shipment {
        var shipment = self
        shipment.consignee = nil
        return shipment
    }
}
