import OMSKernel
import Shipping

extension ShipmentStoreContract {
    func roundTrip(_ store: any ShipmentStore) async throws {
        let orderID = Self.orderID()
        let made = try await store.create(Self.request(orderID), context: Self.context())
        try await ContractViolation.expectEqual(made.status, .created, "status")
        try await ContractViolation.expectEqual(made.isPickUp, false, "whether it is a pick-up")
        try await ContractViolation.expectEqual(made.consignee, try Self.consignee(), "the address")
        try await ContractViolation.expectEqual(made.label, nil, "label")
        try await ContractViolation.expectEqual(try await store.shipment(made.id), made, "the shipment")
        try await ContractViolation.expectEqual(try await store.shipments(of: orderID), [made], "the order's shipments")
        let unknown = Self.ids.next(Shipment.self, at: Self.now)
        try await ContractViolation.expectEqual(try await store.shipment(unknown), nil, "a shipment never made")
        try await ContractViolation.expectEqual(try await store.events(of: made.id), [], "events")
        try await ContractViolation.expectEqual(try await store.delivery(of: made.id), nil, "delivery")
    }

    func sameAttempt(_ store: any ShipmentStore) async throws {
        let orderID = Self.orderID()
        let first = try await store.create(Self.request(orderID), context: Self.context())
        let again = try await store.create(Self.request(orderID), context: Self.context(after: 5))
        try await ContractViolation.expectEqual(again, first, "the second call's shipment")
        let labelled = try await store.label(first.id, with: Self.label(first), context: Self.context())
        let late = try await store.create(Self.request(orderID, isPickUp: true), context: Self.context(after: 6))
        try await ContractViolation.expectEqual(late, labelled, "a call after its label")
        try await ContractViolation.expectEqual(try await store.shipments(of: orderID), [labelled], "shipments")
    }

    func openAttempt(_ store: any ShipmentStore) async throws {
        let orderID = Self.orderID()
        let first = try await Self.shipment(.labelled, orderID: orderID, in: store)
        try await Self.expectRefusal(.attemptOpen(orderID, attempt: 1), of: orderID, in: store) {
            try await store.create(Self.request(orderID, attempt: 2), context: Self.context())
        }
        let cancelled = try await store.cancel(orderID, attempt: 1, context: Self.context(after: 1))
        try await ContractViolation.expectEqual(cancelled.label, first.label, "the label of the cancelled attempt")
        let second = try await store.create(Self.request(orderID, attempt: 2), context: Self.context(after: 2))
        try await ContractViolation.expectEqual(
            try await store.shipments(of: orderID),
            [cancelled, second],
            "attempts"
        )
        try await Self.expectRefusal(
            .illegalTransition(first.id, command: .create, status: .cancelled),
            of: orderID,
            in: store
        ) {
            try await store.create(Self.request(orderID, attempt: 1), context: Self.context(after: 3))
        }
    }

    func way(_ store: any ShipmentStore) async throws {
        let made = try await Self.shipment(in: store)
        let label = Self.label(made)
        let steps: [(ShipmentStatus, @Sendable (Int) async throws -> Shipment)] = [
            (.labelled, { try await store.label(made.id, with: label, context: Self.context(after: $0)) }),
            (.confirmed, { try await store.confirm(made.id, context: Self.context(after: $0)) }),
            (.inTransit, { _ in try await store.track(made.id, Self.event("e1", .inTransit)).shipment }),
            (.delivered, { _ in try await store.track(made.id, Self.event("e2", .delivered, after: 20)).shipment }),
        ]
        for (index, (status, step)) in steps.enumerated() {
            let shipment = try await step(index)
            try await ContractViolation.expectEqual(shipment.status, status, "status")
            try await ContractViolation.expectEqual(try await store.shipment(made.id), shipment, "the shipment")
            let again = try await step(index + 50)
            try await ContractViolation.expectEqual(again, shipment, "a repetition's answer")
            try await ContractViolation.expectEqual(try await store.shipment(made.id), shipment, "after a repetition")
        }
        let shipment = try await store.shipment(made.id)
        try await ContractViolation.expectEqual(shipment?.label, label, "label")
        try await ContractViolation.expectEqual(
            shipment?.confirmedAt,
            Self.now.advanced(by: .seconds(1)),
            "confirmed at"
        )
        let delivery = Delivery(
            shipmentID: made.id,
            orderID: made.orderID,
            eventID: RequestKey(trusted: "e2"),
            deliveredAt: Self.now.advanced(by: .seconds(20))
        )
        try await ContractViolation.expectEqual(try await store.delivery(of: made.id), delivery, "delivery")
    }

    func pickUp(_ store: any ShipmentStore) async throws {
        let orderID = Self.orderID()
        let made = try await store.create(Self.request(orderID, isPickUp: true), context: Self.context())
        try await ContractViolation.expectEqual(made.isPickUp, true, "whether it is a pick-up")
        try await Self.expectRefusal(.labelDoesNotFit(made.id), of: orderID, in: store) {
            try await store.label(made.id, with: Self.label(made), context: Self.context())
        }
        _ = try await store.label(made.id, with: nil, context: Self.context())
        _ = try await store.confirm(made.id, context: Self.context())
        let collected = try await store.track(made.id, Self.event("e1", .delivered)).shipment
        try await ContractViolation.expectEqual(collected.status, .delivered, "status")
        try await ContractViolation.expectEqual(collected.label, nil, "label")
        try await ContractViolation.expectEqual(try await store.shipment(made.id), collected, "the shipment")
    }

    func refusals(_ store: any ShipmentStore) async throws {
        let made = try await Self.shipment(in: store)
        func refused(
            _ error: ShippingError,
            _ body: () async throws -> Shipment
        ) async throws {
            try await Self.expectRefusal(error, of: made.orderID, in: store, body)
        }
        try await refused(.illegalTransition(made.id, command: .confirm, status: .created)) {
            try await store.confirm(made.id, context: Self.context(after: 1))
        }
        try await refused(.labelDoesNotFit(made.id)) {
            try await store.label(made.id, with: nil, context: Self.context(after: 1))
        }
        try await refused(.illegalTransition(made.id, command: .transit, status: .created)) {
            try await store.track(made.id, Self.event("e1", .inTransit)).shipment
        }
        try await ContractViolation.expectEqual(try await store.events(of: made.id), [], "events")
        let unknown = Self.ids.next(Shipment.self, at: Self.now)
        try await refused(.unknownShipment(unknown)) { try await store.confirm(unknown, context: Self.context()) }
        try await refused(.unknownShipment(unknown)) {
            try await store.label(unknown, with: Self.label(made), context: Self.context())
        }
        try await refused(.unknownShipment(unknown)) {
            try await store.track(unknown, Self.event("e1", .delivered)).shipment
        }
    }

    func cancelling(_ store: any ShipmentStore) async throws {
        for status in [ShipmentStatus.created, .labelled] {
            let shipment = try await Self.shipment(status, in: store)
            let cancelled = try await store.cancel(shipment.orderID, attempt: 1, context: Self.context(after: 4))
            try await ContractViolation.expectEqual(cancelled.status, .cancelled, "status")
            let again = try await store.cancel(shipment.orderID, attempt: 1, context: Self.context(after: 9))
            try await ContractViolation.expectEqual(again, cancelled, "a repetition's answer")
            try await ContractViolation.expectEqual(try await store.shipment(shipment.id), cancelled, "the shipment")
            try await Self.expectRefusal(
                .illegalTransition(shipment.id, command: .label, status: .cancelled),
                of: shipment.orderID,
                in: store
            ) {
                try await store.label(shipment.id, with: Self.label(shipment), context: Self.context())
            }
        }
        for status in [ShipmentStatus.confirmed, .inTransit, .delivered] {
            let shipment = try await Self.shipment(status, in: store)
            try await Self.expectRefusal(
                .illegalTransition(shipment.id, command: .cancel, status: status),
                of: shipment.orderID,
                in: store
            ) {
                try await store.cancel(shipment.orderID, attempt: 1, context: Self.context(after: 4))
            }
        }
    }

    func earlyCancellation(_ store: any ShipmentStore) async throws {
        let orderID = Self.orderID()
        let mark = try await store.cancel(orderID, attempt: 1, context: Self.context())
        try await ContractViolation.expectEqual(mark.status, .cancelled, "the mark")
        let again = try await store.cancel(orderID, attempt: 1, context: Self.context(after: 1))
        try await ContractViolation.expectEqual(again, mark, "a second cancellation")
        try await Self.expectRefusal(
            .illegalTransition(mark.id, command: .create, status: .cancelled),
            of: orderID,
            in: store
        ) {
            try await store.create(Self.request(orderID), context: Self.context(after: 2))
        }
    }

    func forgetting(_ store: any ShipmentStore) async throws {
        let orderID = Self.orderID()
        _ = try await Self.shipment(.cancelled, orderID: orderID, in: store)
        let second = try await Self.shipment(.confirmed, orderID: orderID, attempt: 2, in: store)
        let other = try await Self.shipment(.confirmed, in: store)
        try await ContractViolation.expectEqual(try await store.forgetOrder(orderID), 2, "shipments with an address")
        try await ContractViolation.expectEqual(try await store.forgetOrder(orderID), 0, "and again")
        let shipments = try await store.shipments(of: orderID)
        try await ContractViolation.expectEqual(shipments.compactMap(\.consignee), [], "addresses")
        try await ContractViolation.expectEqual(shipments.last, second.forgettingConsignee(), "the shipment")
        try await ContractViolation.expectEqual(try await store.shipment(other.id), other, "another order's shipment")
        let delivered = try await store.track(second.id, Self.event("e1", .delivered)).shipment
        try await ContractViolation.expectEqual(delivered.status, .delivered, "its status afterwards")
    }

    func pages(_ store: any ShipmentStore) async throws {
        var all: [Shipment] = []
        for status in [ShipmentStatus.created, .confirmed, .created, .cancelled, .created] {
            all.append(try await Self.shipment(status, in: store))
        }
        guard let two = PageLimit(2) else { return }
        for status in [nil, ShipmentStatus.created] {
            var found: [Shipment] = []
            var after: ShipmentID?
            repeat {
                let page = try await store.shipments(in: status, after: after, limit: two)
                found += page.elements
                after = page.next
            } while after != nil && found.count < 10
            let expected = all.filter { status == nil || $0.status == status }
            try await ContractViolation.expectEqual(found, expected, "pages")
        }
    }
}
