package import OMSKernel

/// What people and carriers do with shipments: look, print, report.
package struct TrackShipments: Sendable {
    private let store: any ShipmentStore
    private let clock: any WallClock

    package init(store: any ShipmentStore, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// - Throws: ``ShippingError/unknownShipment(_:)``.
    package func shipment(_ id: ShipmentID) async throws -> Shipment {
        guard let shipment = try await store.shipment(id) else { throw ShippingError.unknownShipment(id) }
        return shipment
    }

    /// An order's attempts, first to last; empty when there are none.
    package func shipments(of orderID: OrderID) async throws -> [Shipment] {
        try await store.shipments(of: orderID)
    }

    package func shipments(
        in status: ShipmentStatus?,
        after: ShipmentID?,
        limit: PageLimit
    ) async throws -> Page<Shipment, ShipmentID> {
        try await store.shipments(in: status, after: after, limit: limit)
    }

    /// - Throws: ``ShippingError/unknownShipment(_:)``.
    package func events(of id: ShipmentID) async throws -> [TrackingEvent] {
        _ = try await shipment(id)
        return try await store.events(of: id)
    }

    /// nil when it did not arrive yet.
    package func delivery(of id: ShipmentID) async throws -> Delivery? {
        try await store.delivery(of: id)
    }

    /// What is printed for a shipment.
    /// - Throws: ``ShippingError/unknownShipment(_:)``, ``ShippingError/notLabelled(_:)`` or
    ///   ``ShippingError/addressGone(_:)``.
    package func label(of id: ShipmentID) async throws -> ShippingLabel {
        try ShippingLabel(try await shipment(id))
    }

    /// Notes what is reported of a shipment; a known event id is dropped.
    /// - Parameters:
    ///   - id: the shipment.
    ///   - report: the event as the caller wrote it.
    ///   - actor: who reports.
    /// - Returns: the shipment as it is now.
    /// - Throws: ``ValidationError`` or ``ShippingError``.
    package func track(
        _ id: ShipmentID,
        _ report: TrackingReport,
        actor: String
    ) async throws -> TrackingOutcome {
        let event = try TrackingEvent(
            reported: report.eventID,
            type: report.type,
            occurredAt: report.occurredAt,
            actor: actor,
            now: clock.now()
        )
        return try await store.track(id, event)
    }
}

/// A tracking event as a caller wrote it, unchecked.
package struct TrackingReport: Sendable, Equatable {
    package var eventID: String?
    package var type: String?
    package var occurredAt: String?

    package init(eventID: String? = nil, type: String? = nil, occurredAt: String? = nil) {
        self.eventID = eventID
        self.type = type
        self.occurredAt = occurredAt
    }
}
