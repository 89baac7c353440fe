package import OMSKernel

/// What an order's workflow asks of shipping; each as often as it is asked.
package struct ShipOrder: Sendable {
    private let store: any ShipmentStore
    private let carrier: any Carrier
    private let ids: any IDGenerator
    private let clock: any WallClock

    package init(store: any ShipmentStore, carrier: any Carrier, ids: any IDGenerator, clock: any WallClock) {
        self.store = store
        self.carrier = carrier
        self.ids = ids
        self.clock = clock
    }

    /// - Throws: ``ShippingError``, or what the store throws.
    package func create(_ request: ShipmentRequest) async throws -> Shipment {
        try await store.create(request, context: context)
    }

    /// Gets the label of an attempt to ship an order, as ``label(_:)`` does.
    /// - Throws: ``ShippingError/unknownAttempt(_:attempt:)``, and what ``label(_:)`` throws.
    package func label(of orderID: OrderID, attempt: Int) async throws -> Shipment {
        try await label(try await id(of: orderID, attempt: attempt))
    }

    /// Notes that an attempt to ship an order was handed over, as ``confirm(_:)`` does.
    /// - Throws: ``ShippingError``, or what the store throws.
    package func confirm(_ orderID: OrderID, attempt: Int) async throws -> Shipment {
        try await confirm(try await id(of: orderID, attempt: attempt))
    }

    /// Whether an attempt to ship an order was handed over; not when there is none.
    package func hasLeft(_ orderID: OrderID, attempt: Int) async throws -> Bool {
        try await shipment(of: orderID, attempt: attempt)?.status.hasLeft ?? false
    }

    private func id(of orderID: OrderID, attempt: Int) async throws -> ShipmentID {
        guard let shipment = try await shipment(of: orderID, attempt: attempt) else {
            throw ShippingError.unknownAttempt(orderID, attempt: attempt)
        }
        return shipment.id
    }

    private func shipment(of orderID: OrderID, attempt: Int) async throws -> Shipment? {
        try await store.shipments(of: orderID).first { $0.attempt == attempt }
    }

    /// Gets a shipment's label from the carrier, or readies the collection slip of a pick-up.
    /// - Throws: ``CarrierError``, ``ShippingError``, or what the store throws.
    package func label(_ id: ShipmentID) async throws -> Shipment {
        guard let shipment = try await store.shipment(id) else { throw ShippingError.unknownShipment(id) }
        switch ShipmentStateMachine.outcome(of: .label, in: shipment.status) {
        case .alreadyDone: return shipment
        case .refused: throw ShippingError.illegalTransition(id, command: .label, status: shipment.status)
        case .moves: break
        }
        guard !shipment.isPickUp else { return try await store.label(id, with: nil, context: context) }
        guard let consignee = shipment.consignee else { throw ShippingError.addressGone(id) }
        let label = try await carrier.label(LabelRequest(id: shipment.labelRequestID, shipTo: consignee))
        do {
            return try await store.label(id, with: label, context: context)
        } catch let refusal as ShippingError {
            // Cancelled while the carrier made it: nobody else knows of this label.
            try await carrier.void(shipment.labelRequestID)
            throw refusal
        }
    }

    /// Notes that the shipment was handed over; from then on it cannot be cancelled.
    /// - Throws: ``ShippingError``, or what the store throws.
    package func confirm(_ id: ShipmentID) async throws -> Shipment {
        try await store.confirm(id, context: context)
    }

    /// Cancels an attempt to ship an order, and gives its label back.
    /// - Throws: ``ShippingError/illegalTransition(_:command:status:)`` once it was handed over, ``CarrierError``.
    package func cancel(_ orderID: OrderID, attempt: Int) async throws -> Shipment {
        let shipment = try await store.cancel(orderID, attempt: attempt, context: context)
        if shipment.label != nil { try await carrier.void(shipment.labelRequestID) }
        return shipment
    }

    /// Erases the personal data of an order's shipments.
    /// - Returns: how many shipments had some.
    package func forgetOrder(_ orderID: OrderID) async throws -> Int {
        try await store.forgetOrder(orderID)
    }

    private var context: ShippingContext { ShippingContext(now: clock.now(), ids: ids) }
}
