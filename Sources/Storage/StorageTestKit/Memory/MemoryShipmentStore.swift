package import OMSKernel
package import Shipping
import Synchronization

/// Shipments, tracking events and deliveries in memory: the shipment store's rules at their plainest, for tests.
///
/// One lock makes each call one atomic step.
package final class MemoryShipmentStore: ShipmentStore {
    private struct State {
        var shipments: [ShipmentID: Shipment] = [:]
        var events: [ShipmentID: [TrackingEvent]] = [:]
        var deliveries: [ShipmentID: Delivery] = [:]

        func shipments(of orderID: OrderID) -> [Shipment] {
            shipments.values.filter { $0.orderID == orderID }.sorted { $0.attempt < $1.attempt }
        }

        /// Locks nothing: the caller holds the one lock.
        mutating func change(
            _ id: ShipmentID,
            _ decide: (Shipment) throws(ShippingError) -> Shipment?
        ) throws(ShippingError) -> Shipment {
            guard let shipment = shipments[id] else { throw .unknownShipment(id) }
            guard let changed = try decide(shipment) else { return shipment }
            shipments[id] = changed
            return changed
        }
    }

    private let state = Mutex(State())

    package init() {}

    package func shipment(_ id: ShipmentID) async throws -> Shipment? {
        state.withLock { $0.shipments[id] }
    }

    package func shipments(of orderID: OrderID) async throws -> [Shipment] {
        state.withLock { $0.shipments(of: orderID) }
    }

    package func shipments(
        in status: ShipmentStatus?,
        after: ShipmentID?,
        limit: PageLimit
    ) async throws -> Page<Shipment, ShipmentID> {
        let matching = state.withLock { state in
            state.shipments.values.filter { status == nil || $0.status == status }
        }
        let rest =
            matching
            .filter { shipment in after.map { $0 < shipment.id } ?? true }
            .sorted { $0.id < $1.id }
        let page = Array(rest.prefix(limit.count))
        return Page(elements: page, next: rest.count > page.count ? page.last?.id : nil)
    }

    package func events(of id: ShipmentID) async throws -> [TrackingEvent] {
        state.withLock { $0.events[id] ?? [] }
    }

    package func delivery(of id: ShipmentID) async throws -> Delivery? {
        state.withLock { $0.deliveries[id] }
    }

    package func create(_ request: ShipmentRequest, context: ShippingContext) async throws -> Shipment {
        try state.withLock { state throws(ShippingError) in
            let attempts = state.shipments(of: request.orderID)
            if let existing = attempts.first(where: { $0.attempt == request.attempt }) {
                try existing.checkCreatedAgain()
                return existing
            }
            if let open = attempts.first(where: { $0.status != .cancelled }) {
                throw .attemptOpen(request.orderID, attempt: open.attempt)
            }
            let new = Shipment.creating(request, context: context)
            state.shipments[new.id] = new
            return new
        }
    }

    package func label(
        _ id: ShipmentID,
        with label: CarrierLabel?,
        context: ShippingContext
    ) async throws -> Shipment {
        try state.withLock { state throws(ShippingError) in
            try state.change(id) { shipment throws(ShippingError) in
                try shipment.labelling(with: label, at: context.now)
            }
        }
    }

    package func confirm(_ id: ShipmentID, context: ShippingContext) async throws -> Shipment {
        try state.withLock { state throws(ShippingError) in
            try state.change(id) { shipment throws(ShippingError) in try shipment.confirming(at: context.now) }
        }
    }

    package func cancel(_ orderID: OrderID, attempt: Int, context: ShippingContext) async throws -> Shipment {
        try state.withLock { state throws(ShippingError) in
            guard let existing = state.shipments(of: orderID).first(where: { $0.attempt == attempt }) else {
                let mark = Shipment.cancelledBeforeItBegan(orderID, attempt: attempt, context: context)
                state.shipments[mark.id] = mark
                return mark
            }
            return try state.change(existing.id) { shipment throws(ShippingError) in
                try shipment.cancelling(at: context.now)
            }
        }
    }

    package func track(_ id: ShipmentID, _ event: TrackingEvent) async throws -> TrackingOutcome {
        try state.withLock { state throws(ShippingError) in
            guard let shipment = state.shipments[id] else { throw .unknownShipment(id) }
            let events = state.events[id] ?? []
            if let known = events.first(where: { $0.id == event.id }) {
                guard known.kind == event.kind else { throw .eventReused(event.id) }
                return TrackingOutcome(shipment: shipment, isReplay: true)
            }
            let tracked = try shipment.tracking(event, at: event.receivedAt)
            guard events.count < TrackingEvent.maximumCount else { throw .tooManyEvents(id) }
            state.events[id] = events + [event]
            state.shipments[id] = tracked.shipment
            if let delivery = tracked.delivery { state.deliveries[id] = delivery }
            return TrackingOutcome(shipment: tracked.shipment, isReplay: false)
        }
    }

    package func forgetOrder(_ orderID: OrderID) async throws -> Int {
        state.withLock { state in
            let known = state.shipments(of: orderID).filter { $0.consignee != nil }
            for shipment in known { state.shipments[shipment.id] = shipment.forgettingConsignee() }
            return known.count
        }
    }
}
