import OMSWorkflows
import TemporalSDK
import TemporalTestKit
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct IntakeTests {
    private static let order = "0193b3a0-0000-7000-8000-000000000001"

    /// The order store in memory; what it refuses is said by `trouble`.
    private func activities(
        _ calls: Notes<String>,
        trouble: @escaping @Sendable (String, Int) throws -> Void = { _, _ in }
    ) -> [RegisteredActivity] {
        @Sendable func call(_ name: String) throws {
            calls.add(name)
            try trouble(name, calls.all.count { $0 == name })
        }
        return [
            Activities.validateOrder.implemented { _ in
                try call("ValidateOrder")
                return .init()
            },
            Activities.createOrder.implemented { _ in
                try call("CreateOrder")
                return .init(orderId: Self.order)
            },
            Activities.emitOrderEvent.implemented { _ in
                try call("EmitOrderEvent")
                return .init()
            },
            Activities.recordOrderFailure.implemented { input in
                try call("RecordOrderFailure \(input.reason)")
                return .init()
            },
            Activities.allocateInventory.implemented { _ in
                calls.add("AllocateInventory")
                throw ActivityFailure.orderGone.error("the test ends here")
            },
            Activities.releaseInventory.implemented { _ in .init() },
        ]
    }

    private func intake(
        _ environment: TestEnvironment,
        _ input: OrderIntakeInput
    ) async throws -> WorkflowHandle<OrderIntakeWorkflow> {
        try await environment.client.startWorkflow(
            type: OrderIntakeWorkflow.self,
            options: WorkflowOptions(id: "order-intake-\(input.requestId)", taskQueue: TaskQueue.orders.rawValue),
            input: input
        )
    }

    private struct Away: Error {}

    @Test func `a submission waits for the order store, then becomes an order and its fulfilment starts`() async throws
    {
        let calls = Notes<String>()
        let isAway = Notes<Bool>()
        let activities = activities(calls) { name, _ in
            if name == "CreateOrder", isAway.all.isEmpty { throw Away() }
        }
        try await WorkflowHarness.with([OrderIntakeWorkflow.self, OrderFulfillmentWorkflow.self], activities) {
            environment in
            let handle = try await intake(environment, .init(requestId: "r-1", submission: "{}", actor: "key:k"))
            try await environment.sleep(for: .seconds(3 * 86_400))
            #expect(try await handle.query(OrderIntakeWorkflow.getStatus) == "VALIDATED")
            isAway.add(false)
            let state = try await environment.skippingTime { try await handle.result() }
            #expect(state == IntakeState(status: .created, orderId: Self.order))
            let child = environment.client.workflowHandle(
                type: OrderFulfillmentWorkflow.self,
                id: "order-fulfillment-\(Self.order)"
            )
            let end = try await environment.skippingTime { try await child.result() }
            #expect(end.status == .abandoned)
        }
        #expect(calls.all.last == "AllocateInventory")
    }

    @Test func `a submission that is wrong fails for good`() async throws {
        for orderID in [nil, Self.order] {
            let calls = Notes<String>()
            let activities = activities(calls) { name, _ in
                if name == "ValidateOrder" { throw ActivityFailure.validation.error("an address is needed") }
            }
            try await WorkflowHarness.with([OrderIntakeWorkflow.self], activities) { environment in
                let handle = try await intake(environment, .init(requestId: "r", orderId: orderID, actor: "key:k"))
                await #expect(throws: WorkflowFailedError.self) {
                    try await environment.skippingTime { try await handle.result() }
                }
                let state = try await handle.query(OrderIntakeWorkflow.getState)
                #expect(state == IntakeState(status: .failed, orderId: orderID, reason: "an address is needed"))
            }
            let failure = orderID == nil ? [] : ["RecordOrderFailure an address is needed"]
            // Within the workflow task, and then as an activity of its own.
            #expect(calls.all == ["ValidateOrder", "ValidateOrder"] + failure)
        }
    }

    @Test func `an order that was cancelled meanwhile ends the intake quietly`() async throws {
        let calls = Notes<String>()
        let activities = activities(calls) { name, _ in
            if name == "ValidateOrder" { throw ActivityFailure.orderGone.error("the order is CANCELLED") }
        }
        try await WorkflowHarness.with([OrderIntakeWorkflow.self], activities) { environment in
            let handle = try await intake(environment, .init(requestId: "r", orderId: Self.order, actor: "key:k"))
            let state = try await environment.skippingTime { try await handle.result() }
            #expect(state.status == .received && state.reason == "the order is CANCELLED")
        }
        #expect(calls.all == ["ValidateOrder", "ValidateOrder"])
    }

    @Test func `a fulfilment that runs already is left to run`() async throws {
        let calls = Notes<String>()
        try await WorkflowHarness.with(
            [OrderIntakeWorkflow.self, OrderFulfillmentWorkflow.self],
            activities(calls)
        ) { environment in
            let running = try await environment.client.startWorkflow(
                type: OrderFulfillmentWorkflow.self,
                options: WorkflowOptions(id: "order-fulfillment-\(Self.order)", taskQueue: TaskQueue.orders.rawValue),
                input: FulfillmentInput(orderId: Self.order)
            )
            _ = try await environment.skippingTime { try await running.result() }
            let handle = try await intake(environment, .init(requestId: "r", orderId: Self.order, actor: "key:k"))
            let state = try await environment.skippingTime { try await handle.result() }
            #expect(state.status == .created)
        }
        #expect(calls.all.count { $0 == "AllocateInventory" } == 1)
    }
}
