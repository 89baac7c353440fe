import OMSKernel
import Shipping
import StorageTestKit
import Synchronization
import TestSupport
import Testing

@Suite struct ShipOrderTests {
    /// A carrier that notes what it is asked, and does first what a test wants.
    private final class NotingCarrier: Carrier {
        private struct State {
            var labels: [RequestKey] = []
            var voids: [RequestKey] = []
            var before: @Sendable () async throws -> Void = {}
        }

        private let state = Mutex(State())

        var labels: [RequestKey] { state.withLock { $0.labels } }
        var voids: [RequestKey] { state.withLock { $0.voids } }

        func beforeLabels(_ body: @escaping @Sendable () async throws -> Void) {
            state.withLock { $0.before = body }
        }

        func label(_ request: LabelRequest) async throws -> CarrierLabel {
            try await state.withLock { $0.before }()
            state.withLock { $0.labels.append(request.id) }
            return CarrierLabel(carrier: "C", service: "S", trackingNumber: "T-\(request.id)")
        }

        func void(_ requestID: RequestKey) async throws {
            state.withLock { $0.voids.append(requestID) }
        }
    }

    private let store = MemoryShipmentStore()
    private let carrier = NotingCarrier()
    private let ids = SequentialIDs()
    private let clock = SettableClock()
    private let ship: ShipOrder
    private let orderID: OrderID

    init() {
        ship = ShipOrder(store: store, carrier: carrier, ids: ids, clock: clock)
        orderID = ids.next(OrderSubject.self, at: clock.now())
    }

    private func created(attempt: Int = 1, isPickUp: Bool = false) async throws -> Shipment {
        let consignee = Consignee(
            name: "Ada L",
            line1: "1 St",
            line2: nil,
            city: "Oslo",
            region: nil,
            postalCode: nil,
            country: try #require(CountryCode(code: "NO")),
            phone: nil
        )
        return try await ship.create(
            ShipmentRequest(orderID: orderID, attempt: attempt, shipTo: isPickUp ? nil : consignee)
        )
    }

    @Test func `a label is asked of the carrier under the shipment's own id, and kept`() async throws {
        let shipment = try await created()
        let labelled = try await ship.label(shipment.id)
        #expect(labelled.status == .labelled)
        #expect(labelled.label?.trackingNumber == "T-\(shipment.id)-1")
        #expect(try await ship.label(shipment.id) == labelled)
        #expect(carrier.labels == [RequestKey(trusted: "\(shipment.id)-1")])
    }

    @Test func `an attempt is labelled and confirmed by its order and number`() async throws {
        let shipment = try await created()
        #expect(try await ship.label(of: orderID, attempt: 1).status == .labelled)
        #expect(try await ship.confirm(orderID, attempt: 1).status == .confirmed)
        #expect(try await store.shipment(shipment.id)?.status == .confirmed)
        let unknown = ShippingError.unknownAttempt(orderID, attempt: 2)
        await #expect(throws: unknown) { try await ship.label(of: orderID, attempt: 2) }
        await #expect(throws: unknown) { try await ship.confirm(orderID, attempt: 2) }
    }

    @Test func `a carrier that fails leaves the shipment as it was`() async throws {
        let shipment = try await created()
        carrier.beforeLabels { throw CarrierError.unavailable(retryAfter: .seconds(1)) }
        for _ in 0..<2 {
            await #expect(throws: CarrierError.self) { try await ship.label(shipment.id) }
            #expect(try await store.shipment(shipment.id) == shipment)
        }
        carrier.beforeLabels {}
        #expect(try await ship.label(shipment.id).status == .labelled)
    }

    @Test func `a label whose shipment was cancelled meanwhile is given back`() async throws {
        let shipment = try await created()
        let (store, ids, clock, orderID) = (store, ids, clock, orderID)
        carrier.beforeLabels {
            _ = try await store.cancel(orderID, attempt: 1, context: ShippingContext(now: clock.now(), ids: ids))
        }
        let refusal = ShippingError.illegalTransition(shipment.id, command: .label, status: .cancelled)
        await #expect(throws: refusal) { try await ship.label(shipment.id) }
        #expect(carrier.voids == [shipment.labelRequestID])
        #expect(try await store.shipment(shipment.id)?.label == nil)
    }

    @Test func `cancelling gives the label back, and another attempt gets another`() async throws {
        let first = try await created()
        _ = try await ship.label(first.id)
        for _ in 0..<2 { #expect(try await ship.cancel(orderID, attempt: 1).status == .cancelled) }
        // Giving back is repeatable: a repetition may be needed after a failure.
        #expect(carrier.voids == [first.labelRequestID, first.labelRequestID])
        let second = try await created(attempt: 2)
        #expect(try await ship.label(second.id).label?.trackingNumber == "T-\(second.id)-2")
    }

    @Test func `cancelling what has no label asks nothing of the carrier`() async throws {
        _ = try await created()
        _ = try await ship.cancel(orderID, attempt: 1)
        _ = try await ship.cancel(orderID, attempt: 2)
        #expect(carrier.voids == [])
    }

    @Test func `a confirmed shipment is not cancelled`() async throws {
        let shipment = try await created()
        _ = try await ship.label(shipment.id)
        let confirmed = try await ship.confirm(shipment.id)
        let refusal = ShippingError.illegalTransition(shipment.id, command: .cancel, status: .confirmed)
        await #expect(throws: refusal) { try await ship.cancel(orderID, attempt: 1) }
        #expect(carrier.voids == [])
        #expect(try await store.shipment(shipment.id) == confirmed)
    }

    @Test func `a pick-up goes its way without the carrier`() async throws {
        let shipment = try await created(isPickUp: true)
        #expect(try await ship.label(shipment.id).status == .labelled)
        #expect(try await ship.confirm(shipment.id).status == .confirmed)
        #expect(carrier.labels == [])
        let track = TrackShipments(store: store, clock: clock)
        #expect(try await track.label(of: shipment.id).heading == "COLLECTION")
    }

    @Test func `a report is checked before it is noted`() async throws {
        let shipment = try await created()
        _ = try await ship.label(shipment.id)
        _ = try await ship.confirm(shipment.id)
        let track = TrackShipments(store: store, clock: clock)
        await #expect {
            try await track.track(shipment.id, TrackingReport(type: "LOST", occurredAt: "yesterday"), actor: "key:1")
        } throws: { error in
            (error as? ValidationError)?.fields.keys.sorted() == ["eventId", "occurredAt", "type"]
        }
        let report = TrackingReport(eventID: "e1", type: "DELIVERED", occurredAt: "2026-11-20T10:00:00Z")
        #expect(try await track.track(shipment.id, report, actor: "key:1").shipment.status == .delivered)
        #expect(try await track.track(shipment.id, report, actor: "key:1").isReplay)
        #expect(try await track.delivery(of: shipment.id)?.deliveredAt.description == "2026-11-20T10:00:00.000Z")
        #expect(try await track.events(of: shipment.id).map(\.actor) == ["key:1"])
    }
}
