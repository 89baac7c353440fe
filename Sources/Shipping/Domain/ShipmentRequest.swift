package import OMSKernel

/// What is to be shipped, checked.
package struct ShipmentRequest: Sendable, Equatable {
    package let orderID: OrderID
    package let attempt: Int
    /// nil: the customer collects it.
    package let shipTo: Consignee?

    /// - Parameters:
    ///   - orderID: the order.
    ///   - attempt: which attempt, from 1.
    ///   - shipTo: where it goes; nil for a pick-up.
    /// - Throws: ``ValidationError`` naming `attempt`.
    package init(orderID: OrderID, attempt: Int, shipTo: Consignee?) throws(ValidationError) {
        guard (1...Shipment.maximumAttempts).contains(attempt) else {
            throw ValidationError("attempt", "must be 1 to \(Shipment.maximumAttempts)")
        }
        self.orderID = orderID
        self.attempt = attempt
        self.shipTo = shipTo
    }
}
