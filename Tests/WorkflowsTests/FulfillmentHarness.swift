import Foundation
import OMSWorkflows
import SQLiteDriver
import TemporalSDK
import TemporalTestKit
import TestSupport

/// A fulfilment that runs against a world in memory, on an engine whose clock skips time.
struct FulfillmentHarness: Sendable {
    static let order = "0193b3a0-0000-7000-8000-000000000001"
    static let workflowID = "order-fulfillment-\(order)"

    let environment: TestEnvironment
    let world: FulfillmentWorld
    let handle: WorkflowHandle<OrderFulfillmentWorkflow>

    /// Runs a test while workers serve the queues of all systems of record.
    static func with(
        _ world: FulfillmentWorld,
        policy: FulfillmentPolicy = FulfillmentPolicy(),
        _ test: @Sendable (FulfillmentHarness) async throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory(prefix: "fulfillment")
        let database = try SQLiteDatabase(SQLiteConfiguration(path: "\(folder.path)/engine.sqlite"))
        do {
            try await TestEnvironment.run(on: database) { environment in
                try await environment.withWorkers(world) {
                    let handle = try await environment.client.startWorkflow(
                        type: OrderFulfillmentWorkflow.self,
                        options: WorkflowOptions(id: workflowID, taskQueue: TaskQueue.orders.rawValue),
                        input: FulfillmentInput(orderId: order, policy: policy)
                    )
                    try await test(
                        FulfillmentHarness(environment: environment, world: world, handle: handle)
                    )
                }
            }
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    func result() async throws -> FulfillmentResult {
        let handle = handle
        return try await environment.skippingTime { try await handle.result() }
    }

    func pick() async throws { try await handle.signal(OrderFulfillmentWorkflow.pickCompleted, input: nil) }
    func pack() async throws { try await handle.signal(OrderFulfillmentWorkflow.packCompleted, input: nil) }

    func cancel(_ reason: String? = "changed my mind") async throws {
        try await handle.signal(OrderFulfillmentWorkflow.cancelOrder, input: CancelOrderSignal(reason: reason))
    }

    func step() async throws -> String {
        try await handle.query(OrderFulfillmentWorkflow.getCurrentStep, input: ())
    }
}

extension TestEnvironment {
    /// Runs a body while a worker serves each queue.
    fileprivate func withWorkers(_ world: FulfillmentWorld, _ body: () async throws -> Void) async throws {
        let activities = world.activities
        try await withWorker(
            taskQueue: TaskQueue.orders.rawValue,
            workflows: [OrderFulfillmentWorkflow.self],
            registered: activities
        ) {
            try await withWorker(taskQueue: TaskQueue.inventory.rawValue, registered: activities) {
                try await withWorker(taskQueue: TaskQueue.warehouse.rawValue, registered: activities) {
                    try await withWorker(taskQueue: TaskQueue.shipping.rawValue, registered: activities, body)
                }
            }
        }
    }
}
