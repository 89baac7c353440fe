import OMSWorkflows
import TemporalSDK
import TemporalTestKit
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ReplenishmentTests {
    private func activities(_ calls: Notes<String>) -> [RegisteredActivity] {
        [
            Activities.placeReplenishment.implemented { order in
                calls.add("place \(order.sku) \(order.reminder)")
                return .init()
            },
            Activities.receiveStock.implemented { receipt in
                calls.add("receive \(receipt.sku) \(receipt.quantity)")
                return .init()
            },
        ]
    }

    private func start(_ environment: TestEnvironment) async throws -> WorkflowHandle<ReplenishmentWorkflow> {
        try await environment.client.startWorkflow(
            type: ReplenishmentWorkflow.self,
            options: WorkflowOptions(id: "replenishment-a", taskQueue: TaskQueue.inventory.rawValue),
            input: ReplenishmentInput(sku: "a", policy: .init(receiptTimeout: 86_400, reminders: 2))
        )
    }

    @Test func `what comes after a reminder is booked in, once`() async throws {
        let calls = Notes<String>()
        try await WorkflowHarness.with([ReplenishmentWorkflow.self], activities(calls)) { environment in
            let handle = try await start(environment)
            try await environment.sleep(for: .seconds(86_400 + 3_600))
            #expect(try await handle.query(ReplenishmentWorkflow.getReminders) == 1)
            for quantity: Int64 in [20, 99] {
                try await handle.signal(ReplenishmentWorkflow.stockReceived, input: .init(quantity: quantity))
            }
            let result = try await environment.skippingTime { try await handle.result() }
            #expect(result == ReplenishmentResult(quantity: 20, reminders: 1))
        }
        #expect(calls.all == ["place a 0", "place a 1", "receive a 20"])
    }

    @Test func `what never comes ends after the reminders, and says so`() async throws {
        let calls = Notes<String>()
        try await WorkflowHarness.with([ReplenishmentWorkflow.self], activities(calls)) { environment in
            let handle = try await start(environment)
            let result = try await environment.skippingTime { try await handle.result() }
            #expect(result == ReplenishmentResult(quantity: 0, reminders: 2))
        }
        #expect(calls.all == ["place a 0", "place a 1", "place a 2", "receive a 0"])
    }
}
