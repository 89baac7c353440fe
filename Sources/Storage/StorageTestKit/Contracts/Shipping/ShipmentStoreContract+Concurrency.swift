import OMSKernel
import Shipping

extension ShipmentStoreContract {
    func concurrentAttempts(_ store: any ShipmentStore) async throws {
        let orderID = Self.orderID()
        let found = try await AtOnce.outcomes { _ in
            try await store.create(Self.request(orderID), context: Self.context())
        }
        let stored = try await store.shipments(of: orderID)
        try await ContractViolation.expectEqual(stored.count, 1, "shipments")
        try await ContractViolation.expect(found.allSatisfy { [$0] == stored }, "not every call found the same one")
    }

    func concurrentOpenAttempts(_ store: any ShipmentStore) async throws {
        let orderID = Self.orderID()
        let made = try await AtOnce.outcomes(8) { caller -> Bool in
            do {
                _ = try await store.create(Self.request(orderID, attempt: caller + 1), context: Self.context())
                return true
            } catch ShippingError.attemptOpen {
                return false
            }
        }
        try await ContractViolation.expectEqual(made.filter { $0 }.count, 1, "attempts made")
        try await ContractViolation.expectEqual(try await store.shipments(of: orderID).count, 1, "shipments")
    }

    func confirmAgainstCancel(_ store: any ShipmentStore) async throws {
        for _ in 0..<8 {
            let shipment = try await Self.shipment(.labelled, in: store)
            let done = try await AtOnce.outcomes(4) { caller -> ShipmentStatus? in
                do {
                    guard caller.isMultiple(of: 2) else {
                        return try await store.cancel(shipment.orderID, attempt: 1, context: Self.context()).status
                    }
                    return try await store.confirm(shipment.id, context: Self.context()).status
                } catch ShippingError.illegalTransition {
                    return nil
                }
            }
            let status = try await store.shipment(shipment.id)?.status
            // Both callers of one kind get through, both of the other are refused.
            try await ContractViolation.expectEqual(done.filter { $0 == status }.count, 2, "commands that won")
            try await ContractViolation.expectEqual(done.filter { $0 == nil }.count, 2, "commands refused")
        }
    }

    func concurrentEvents(_ store: any ShipmentStore) async throws {
        let shipment = try await Self.shipment(.confirmed, in: store)
        // Each event twice at the same time, and two that tell of the delivery.
        let outcomes = try await AtOnce.outcomes(12) { caller in
            let number = caller / 2
            return try await store.track(
                shipment.id,
                Self.event("e\(number)", number < 4 ? .inTransit : .delivered)
            )
        }
        try await ContractViolation.expectEqual(outcomes.filter(\.isReplay).count, 6, "events that were known")
        try await ContractViolation.expectEqual(try await store.events(of: shipment.id).count, 6, "events")
        try await ContractViolation.expectEqual(
            try await store.shipment(shipment.id)?.status,
            .delivered,
            "status"
        )
        try await ContractViolation.expect(try await store.delivery(of: shipment.id) != nil, "there is no delivery")
    }
}
