import OMSKernel
import Orders
package import TemporalSDK
package import Warehouse

/// The activities in the warehouse, thin over its use cases: as often as one is repeated, it has its effect once.
package struct WarehouseActivities: Sendable {
    private let picking: PlanPicking
    private let orders: OrderLookup
    private let notes: AttemptNotes

    package init(picking: PlanPicking, orders: OrderLookup, notes: AttemptNotes) {
        self.picking = picking
        self.orders = orders
        self.notes = notes
    }

    package var registered: [RegisteredActivity] {
        notes.watching([
            Activities.createPickWave.implemented { try await createWave($0) },
            Activities.cancelPick.implemented { try await cancel($0) },
        ])
    }

    /// A task for each line of the order.
    private func createWave(_ input: Activities.OrderInput) async throws -> Activities.Done {
        try await ActivityFailure.translating {
            let order = try await orders.live(OrderLookup.id(input.orderId))
            let request = try PickRequest(
                orderID: order.id,
                priority: order.priority,
                lines: order.lines.map { PickRequest.Line(sku: $0.sku, quantity: $0.quantity) }
            )
            _ = try await picking.createWave(request)
            return Activities.Done()
        }
    }

    /// Works whatever became of the order.
    private func cancel(_ input: Activities.OrderInput) async throws -> Activities.Done {
        try await ActivityFailure.translating {
            _ = try await picking.cancel(OrderLookup.id(input.orderId))
            return Activities.Done()
        }
    }
}
