package import OMSKernel

/// Keeps shipments, what was reported of them, and deliveries. Each call is one atomic step.
///
/// A store decides by the commands of ``Shipment``, on a shipment that nothing else changes until the step is over.
package protocol ShipmentStore: Sendable {
    /// nil when it is not known.
    func shipment(_ id: ShipmentID) async throws -> Shipment?

    /// An order's attempts, first to last.
    func shipments(of orderID: OrderID) async throws -> [Shipment]

    /// Shipments by id, oldest first.
    func shipments(
        in status: ShipmentStatus?,
        after: ShipmentID?,
        limit: PageLimit
    ) async throws -> Page<Shipment, ShipmentID>

    /// What was reported of a shipment, in the order of receipt.
    func events(of id: ShipmentID) async throws -> [TrackingEvent]

    /// nil when it did not arrive yet.
    func delivery(of id: ShipmentID) async throws -> Delivery?

    /// Makes a shipment; the same order and attempt find the one that was made.
    /// - Throws: ``ShippingError/illegalTransition(_:command:status:)`` when it was cancelled before, and
    ///   ``ShippingError/attemptOpen(_:attempt:)`` when another attempt is not cancelled.
    func create(_ request: ShipmentRequest, context: ShippingContext) async throws -> Shipment

    /// Notes the carrier's label, nil for a pick-up.
    /// - Throws: ``ShippingError``; nothing is written then.
    func label(_ id: ShipmentID, with label: CarrierLabel?, context: ShippingContext) async throws -> Shipment

    /// Notes that it was handed over.
    /// - Throws: ``ShippingError``; nothing is written then.
    func confirm(_ id: ShipmentID, context: ShippingContext) async throws -> Shipment

    /// Cancels an attempt. One that does not exist leaves its mark, so that one asked for later is refused.
    /// - Throws: ``ShippingError/illegalTransition(_:command:status:)`` once it was handed over.
    func cancel(_ orderID: OrderID, attempt: Int, context: ShippingContext) async throws -> Shipment

    /// Notes what was reported of a shipment; an event id that is known is dropped.
    /// - Throws: ``ShippingError``; nothing is written then.
    func track(_ id: ShipmentID, _ event: TrackingEvent) async throws -> TrackingOutcome

    /// Erases the personal data of an order's shipments.
    /// - Returns: how many shipments had some.
    func forgetOrder(_ orderID: OrderID) async throws -> Int
}

/// When a command comes, and what makes ids.
package struct ShippingContext: Sendable {
    package let now: Timestamp
    package let ids: any IDGenerator

    package init(now: Timestamp, ids: any IDGenerator) {
        self.now = now
        self.ids = ids
    }
}

package struct TrackingOutcome: Sendable, Equatable {
    /// As it is now.
    package let shipment: Shipment
    /// Whether the event was known.
    package let isReplay: Bool

    package init(shipment: Shipment, isReplay: Bool) {
        self.shipment = shipment
        self.isReplay = isReplay
    }
}
