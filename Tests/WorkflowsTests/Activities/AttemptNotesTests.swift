import OMSKernel
import OMSWorkflows
import Orders
import Shipping
import StorageTestKit
import TemporalSDK
import TemporalTestKit
import TestSupport
import Testing

/// What the order's record tells of a fulfilment while an activity fails, or takes long.
@Suite(.timeLimit(.minutes(5)))
struct AttemptNotesTests {
    private let orders = MemoryOrderStore()
    private let clock = SettableClock()
    private let ids = SystemIDGenerator()

    /// A stored order, whose fulfilment has begun.
    private func order() async throws -> OrderID {
        var address = ShippingAddressDraft(name: "Ada L", line1: "1 St", city: "Oslo", country: "NO")
        address.postalCode = "0150"
        let draft = OrderDraft(requestID: "key", shipTo: address, items: [OrderItemDraft(sku: "A-1", quantity: 1)])
        let context = CommandContext(actor: "test", traceparent: nil, now: clock.now())
        let placing = PlaceOrder(store: orders, ids: ids)
        return try await placing(draft, method: "POST", path: "/orders", context: context).order.id
    }

    private func progress(_ id: OrderID) async throws -> OrderProgress? {
        try await orders.record(id)?.progress
    }

    private func fulfill(_ id: OrderID, _ activities: [RegisteredActivity]) async throws {
        try await WorkflowHarness.with([OrderFulfillmentWorkflow.self], activities) { environment in
            let handle = try await environment.client.startWorkflow(
                type: OrderFulfillmentWorkflow.self,
                options: WorkflowOptions(
                    id: "order-fulfillment-\(id)",
                    taskQueue: TaskQueue.orders.rawValue
                ),
                input: FulfillmentInput(orderId: id.description)
            )
            _ = try await environment.skippingTime { try await handle.result() }
        }
    }

    @Test func `each attempt that fails is noted with when the next one is due, and the one that works ends it`()
        async throws
    {
        let id = try await order()
        let seen = Notes<OrderProgress?>()
        let notes = AttemptNotes(orders: orders, clock: clock)
        let allocate = Activities.allocateInventory.implemented { _ in
            seen.add(try await progress(id))
            guard seen.all.count > 3 else { throw ApplicationError("The stock is away", type: "Unavailable") }
            return .init()
        }
        let reserve = Activities.markOrderReserved.implemented { _ in
            seen.add(try await progress(id))
            throw ActivityFailure.orderGone.error("gone")
        }
        let release = Activities.releaseInventory.implemented { _ in .init() }
        try await fulfill(id, notes.watching([allocate, reserve, release]))
        // The last but one of them is the local attempt of the one that follows.
        #expect(seen.all.count == 6)
        #expect(seen.all.first == .some(nil))
        let later = seen.all.dropFirst().dropLast().compactMap(\.self)
        #expect(later.allSatisfy { $0.step == "ALLOCATE_INVENTORY" })
        #expect(Set(later.map(\.since)).count == 1)
        #expect(
            later.map(\.blockingReason) == [
                "The stock is away (attempt 1, the next at \(clock.now().advanced(by: .seconds(1))))",
                "The stock is away (attempt 2, the next at \(clock.now().advanced(by: .seconds(2))))",
                "The stock is away (attempt 3, the next at \(clock.now().advanced(by: .seconds(4))))",
                nil,
            ]
        )
    }

    @Test func `what works at once, and what fails for good, writes nothing`() async throws {
        let id = try await order()
        let notes = AttemptNotes(orders: orders, clock: clock)
        let calls = Notes<String>()
        let activities = [
            Activities.allocateInventory.implemented { _ in
                calls.add("allocate")
                return .init()
            },
            Activities.markOrderReserved.implemented { _ in throw ActivityFailure.validation.error("it cannot be") },
            Activities.releaseInventory.implemented { _ in
                calls.add("release")
                throw ActivityFailure.validation.error("it cannot be")
            },
        ]
        await #expect(throws: (any Error).self) { try await fulfill(id, notes.watching(activities)) }
        #expect(calls.all == ["allocate", "release"])
        let end = try await progress(id)
        #expect(end == nil)
    }

    @Test func `a carrier that does not answer is noted while it is waited for`() async throws {
        let id = try await order()
        let seen = Notes<String?>()
        let shipments = MemoryShipmentStore()
        let carrier = WaitingCarrier {
            let isNoted = try await eventually { try await progress(id) != nil }
            seen.add(isNoted ? try await progress(id)?.blockingReason : "never noted")
        }
        let activities = ShippingActivities(
            shipping: ShipOrder(store: shipments, carrier: carrier, ids: ids, clock: clock),
            orders: OrderLookup(orders: orders),
            notes: AttemptNotes(orders: orders, clock: clock),
            clock: HastyClock()
        ).registered
        try await WorkflowHarness.with([LabelWorkflow.self], activities, queues: (.orders, .shipping)) { environment in
            let handle = try await environment.client.startWorkflow(
                type: LabelWorkflow.self,
                options: WorkflowOptions(id: "order-fulfillment-\(id)", taskQueue: TaskQueue.orders.rawValue),
                input: id.description
            )
            _ = try await handle.result()
        }
        #expect(seen.all == ["the carrier has not answered yet"])
        let end = try await progress(id)
        #expect(end?.step == "GENERATE_SHIPPING_LABEL")
        #expect(end?.blockingReason == nil)
    }
}

/// Only makes a label.
private actor LabelWorkflow: WorkflowDefinition {
    let context: WorkflowContext

    init(context: WorkflowContext, input: String) {
        self.context = context
    }

    func run(input: String) async throws -> Bool {
        let shipment = Activities.ShipmentInput(orderId: input, attempt: 1)
        for activity in [Activities.createShipment, Activities.generateShippingLabel] {
            let _: Activities.Done = try await context.executeActivity(
                activity.name,
                options: ActivityOptions(startToCloseTimeout: .seconds(300), taskQueue: activity.queue.rawValue),
                input: shipment
            )
        }
        return true
    }
}

/// A carrier that answers when something has come to hold.
private struct WaitingCarrier: Carrier {
    let wait: @Sendable () async throws -> Void

    func label(_: LabelRequest) async throws -> CarrierLabel {
        try await wait()
        return CarrierLabel(carrier: "SLOW", service: "STANDARD", trackingNumber: "1")
    }

    func void(_: RequestKey) async throws {}
}

/// A clock on which every wait is short.
private struct HastyClock: Clock {
    typealias Duration = Swift.Duration

    var now: ContinuousClock.Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }

    func sleep(until _: ContinuousClock.Instant, tolerance _: Duration?) async throws {
        try await Task.sleep(for: .milliseconds(5))
    }
}
