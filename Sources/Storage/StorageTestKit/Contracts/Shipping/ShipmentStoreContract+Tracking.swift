import OMSKernel
import Shipping

extension ShipmentStoreContract {
    func repeatedEvents(_ store: any ShipmentStore) async throws {
        let shipment = try await Self.shipment(.confirmed, in: store)
        let first = Self.event("e1", .inTransit)
        let tracked = try await store.track(shipment.id, first)
        try await ContractViolation.expectEqual(tracked.isReplay, false, "whether it was known")
        let later = Self.event("e1", .inTransit, after: 99)
        for event in [first, later] {
            let again = try await store.track(shipment.id, event)
            try await ContractViolation.expectEqual(again.isReplay, true, "whether it was known")
            try await ContractViolation.expectEqual(again.shipment, tracked.shipment, "a repetition's answer")
        }
        try await Self.expectRefusal(
            .eventReused(RequestKey(trusted: "e1")),
            of: shipment.orderID,
            in: store
        ) {
            try await store.track(shipment.id, Self.event("e1", .delivered))
        }
        // Ids belong to their shipment.
        let other = try await Self.shipment(.confirmed, in: store)
        try await ContractViolation.expectEqual(
            try await store.track(other.id, first).isReplay,
            false,
            "the same id of another shipment"
        )
        try await ContractViolation.expectEqual(try await store.events(of: shipment.id), [first], "events")
    }

    func lateEvents(_ store: any ShipmentStore) async throws {
        let shipment = try await Self.shipment(.confirmed, in: store)
        let events = [
            Self.event("z", .delivered, after: 20), Self.event("m", .inTransit, after: 10),
            Self.event("a", .delivered, after: 30),
        ]
        var answers: [Shipment] = []
        for event in events { answers.append(try await store.track(shipment.id, event).shipment) }
        try await ContractViolation.expectEqual(
            answers.map(\.status),
            [.delivered, .delivered, .delivered],
            "status after each"
        )
        try await ContractViolation.expectEqual(try await store.events(of: shipment.id), events, "events")
        try await ContractViolation.expectEqual(
            try await store.delivery(of: shipment.id)?.eventID.text,
            "z",
            "the event of the delivery"
        )
    }

    func manyEvents(_ store: any ShipmentStore) async throws {
        let shipment = try await Self.shipment(.confirmed, in: store)
        for number in 1...TrackingEvent.maximumCount {
            _ = try await store.track(shipment.id, Self.event("e\(number)", .inTransit))
        }
        try await Self.expectRefusal(.tooManyEvents(shipment.id), of: shipment.orderID, in: store) {
            try await store.track(shipment.id, Self.event("one more", .delivered))
        }
        let known = try await store.track(shipment.id, Self.event("e1", .inTransit))
        try await ContractViolation.expectEqual(known.isReplay, true, "a known event")
        let count = try await store.events(of: shipment.id).count
        try await ContractViolation.expectEqual(count, TrackingEvent.maximumCount, "events")
    }
}
