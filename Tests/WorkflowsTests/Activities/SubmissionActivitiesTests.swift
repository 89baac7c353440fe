import Messaging
import OMSKernel
import OMSWorkflows
import Orders
import TemporalSDK
import Testing

/// ValidateOrder and CreateOrder of an order that only its submission holds.
@Suite(.timeLimit(.minutes(5)))
struct SubmissionActivitiesTests {
    private typealias Harness = OrderActivitiesHarness

    @Test(arguments: ActivityStore.allCases)
    func `a submission becomes one validated order, however often it is tried`(kind: ActivityStore) async throws {
        try await Harness.with(kind) { harness in
            let input = try Harness.submission("key-1")
            _ = try await harness.run(Activities.validateOrder, input)
            let forgetful = ForgetfulOrderStore(base: harness.store)
            _ = try? await harness.run(Activities.createOrder, input, over: forgetful)
            async let first = harness.run(Activities.createOrder, input)
            async let second = harness.run(Activities.createOrder, input)
            let ids = try await [first, second, harness.run(Activities.createOrder, input)].map(\.orderId)
            #expect(Set(ids).count == 1)
            let id = try #require(OrderID(ids[0]))
            let order = try await harness.store.order(id)
            #expect(order?.status == .validated)
            #expect(order?.version == 2)
            let events = try await harness.store.events(of: id, after: 0, limit: 10)
            #expect(events.map(\.kind) == [.created, .validated])
            #expect(events.map(\.actor) == ["key:k", "key:k"])
            _ = try await harness.run(Activities.emitOrderEvent, .init(orderId: ids[0]))
            let queued = try await harness.queued()
            #expect(queued.map(\.type) == ["OrderCreated", "OrderValidated"])
        }
    }

    @Test(arguments: ActivityStore.allCases)
    func `a submission finds the order that the same request made directly`(kind: ActivityStore) async throws {
        try await Harness.with(kind) { harness in
            let order = try await harness.placed("key-1")
            let created = try await harness.run(Activities.createOrder, Harness.submission("key-1"))
            #expect(created.orderId == order.id.description)
            let kinds = try await harness.kinds(order.id)
            #expect(kinds == [.created, .validated])
            let other = try Harness.submission("key-1", quantity: 3)
            #expect(await harness.failure(Activities.createOrder, other) == "ValidationError")
        }
    }

    @Test func `an order without a place to ship to is refused where that is a rule`() async throws {
        try await Harness.with(.memory, requiresShipTo: true) { harness in
            let order = try await harness.placed()
            #expect(await harness.failure(Activities.validateOrder, Harness.stored(order)) == "ValidationError")
            let submission = try Harness.submission("key-2")
            #expect(await harness.failure(Activities.validateOrder, submission) == "ValidationError")
            let kinds = try await harness.kinds(order.id)
            #expect(kinds == [.created])
        }
    }

    @Test func `a submission that is no order, or names nobody's customer, is refused for good`() async throws {
        try await Harness.with(.sqlite) { harness in
            for body in ["{}", "no JSON", "{\"items\":[]}"] {
                let input = OrderIntakeInput(requestId: "key-1", submission: body, actor: "key:k")
                #expect(await harness.failure(Activities.validateOrder, input) == "ValidationError", "\(body)")
            }
            let body = "{\"customerID\":\"cust-9\",\"items\":[{\"sku\":\"A-1\",\"quantity\":1}]}"
            let input = OrderIntakeInput(requestId: "key-1", submission: body, actor: "key:k")
            #expect(await harness.failure(Activities.createOrder, input) == "ValidationError")
        }
    }
}
