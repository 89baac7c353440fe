import OMSKernel
import Shipping

extension ShipmentStoreContract {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)
    static let ids = GrowingIDs()

    static func orderID() -> OrderID { ids.next(OrderSubject.self, at: now) }

    static func context(after seconds: Int = 0) -> ShippingContext {
        ShippingContext(now: now.advanced(by: .seconds(seconds)), ids: ids)
    }

    static func consignee() throws -> Consignee {
        guard let country = CountryCode(code: "NO") else { throw ContractViolation("NO is no country") }
        return Consignee(
            name: "O'Neill \"李\" 🎁 שלום",
            line1: "1 St \\ ^FS",
            line2: "c/o <B>",
            city: "Ålesund",
            region: "Møre",
            postalCode: "6001",
            country: country,
            phone: "+47 1"
        )
    }

    static func request(_ orderID: OrderID, attempt: Int = 1, isPickUp: Bool = false) throws -> ShipmentRequest {
        try ShipmentRequest(orderID: orderID, attempt: attempt, shipTo: isPickUp ? nil : consignee())
    }

    static func label(_ shipment: Shipment) -> CarrierLabel {
        CarrierLabel(carrier: "C", service: "S", trackingNumber: "T-\(shipment.id)")
    }

    static func event(_ id: String, _ kind: TrackingEvent.Kind, after seconds: Int = 10) -> TrackingEvent {
        TrackingEvent(
            id: RequestKey(trusted: id),
            kind: kind,
            occurredAt: now.advanced(by: .seconds(seconds)),
            receivedAt: now.advanced(by: .seconds(seconds + 1)),
            actor: "key:carrier"
        )
    }

    /// A new shipment in a status.
    static func shipment(
        _ status: ShipmentStatus = .created,
        orderID: OrderID = orderID(),
        attempt: Int = 1,
        in store: any ShipmentStore
    ) async throws -> Shipment {
        var shipment = try await store.create(request(orderID, attempt: attempt), context: context())
        guard status != .created else { return shipment }
        if status == .cancelled { return try await store.cancel(orderID, attempt: attempt, context: context()) }
        shipment = try await store.label(shipment.id, with: label(shipment), context: context())
        guard status != .labelled else { return shipment }
        shipment = try await store.confirm(shipment.id, context: context())
        if status == .inTransit || status == .delivered {
            shipment = try await store.track(shipment.id, event("setup-1", .inTransit)).shipment
        }
        if status == .delivered {
            shipment = try await store.track(shipment.id, event("setup-2", .delivered)).shipment
        }
        return shipment
    }

    /// Expects a command to be refused, and nothing of an order to be written.
    static func expectRefusal<Result>(
        _ expected: ShippingError,
        of orderID: OrderID,
        in store: any ShipmentStore,
        _ body: () async throws -> Result
    ) async throws {
        let before = try await store.shipments(of: orderID)
        do {
            _ = try await body()
            throw ContractViolation("was not refused: \(expected)")
        } catch let error as ShippingError {
            try await ContractViolation.expectEqual(error, expected, "the refusal")
        }
        try await ContractViolation.expectEqual(try await store.shipments(of: orderID), before, "the shipments")
    }
}
