import OMSKernel
import Orders
package import Shipping
package import TemporalSDK

/// The activities of shipping, thin over its use cases: as often as one is repeated, it has its effect once.
package struct ShippingActivities: Sendable {
    private static let silence = "the carrier has not answered yet"

    private let shipping: ShipOrder
    private let orders: OrderLookup
    private let notes: AttemptNotes
    private let heartbeats: Heartbeats

    /// - Parameters:
    ///   - shipping: the use cases.
    ///   - orders: finds where an order goes.
    ///   - notes: told of what keeps an order waiting.
    ///   - clock: waits between heartbeats.
    package init(
        shipping: ShipOrder,
        orders: OrderLookup,
        notes: AttemptNotes,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.shipping = shipping
        self.orders = orders
        self.notes = notes
        heartbeats = Heartbeats(clock: clock, notes: notes)
    }

    package var registered: [RegisteredActivity] {
        notes.watching([
            Activities.createShipment.implemented { try await create($0) },
            Activities.generateShippingLabel.implemented { try await label($0) },
            Activities.confirmShipment.implemented { try await confirm($0) },
            Activities.cancelShipment.implemented { try await cancel($0) },
        ])
    }

    private func create(_ input: Activities.ShipmentInput) async throws -> Activities.Done {
        try await ActivityFailure.translating {
            let order = try await orders.live(OrderLookup.id(input.orderId))
            let consignee = order.shipTo.map(Consignee.init)
            _ = try await shipping.create(
                ShipmentRequest(orderID: order.id, attempt: input.attempt, shipTo: consignee)
            )
            return Activities.Done()
        }
    }

    /// Heartbeats while the carrier makes the label.
    private func label(_ input: Activities.ShipmentInput) async throws -> Activities.Done {
        try await ActivityFailure.translating {
            let order = try await orders.live(OrderLookup.id(input.orderId))
            let shipping = shipping
            _ = try await heartbeats.during(Self.silence) {
                try await shipping.label(of: order.id, attempt: input.attempt)
            }
            return Activities.Done()
        }
    }

    /// A shipment that was handed over stays so, whatever became of the order meanwhile.
    private func confirm(_ input: Activities.ShipmentInput) async throws -> Activities.Done {
        try await ActivityFailure.translating {
            let id = try OrderLookup.id(input.orderId)
            if try await shipping.hasLeft(id, attempt: input.attempt) { return Activities.Done() }
            _ = try await orders.live(id)
            _ = try await shipping.confirm(id, attempt: input.attempt)
            return Activities.Done()
        }
    }

    /// Works whatever became of the order.
    private func cancel(_ input: Activities.ShipmentInput) async throws -> Activities.Done {
        try await ActivityFailure.translating {
            let id = try OrderLookup.id(input.orderId)
            let shipping = shipping
            _ = try await heartbeats.during(Self.silence) { try await shipping.cancel(id, attempt: input.attempt) }
            return Activities.Done()
        }
    }
}

extension Consignee {
    /// Where an order goes, as shipping keeps it.
    init(_ address: ShippingAddress) {
        self.init(
            name: address.name,
            line1: address.line1,
            line2: address.line2,
            city: address.city,
            region: address.region,
            postalCode: address.postalCode,
            country: address.country,
            phone: address.phone
        )
    }
}
