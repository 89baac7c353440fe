/// An order with what is known of its workflow.
package struct OrderRecord: Sendable, Equatable {
    package let order: Order
    /// Nil before the workflow told of a step.
    package let progress: OrderProgress?
    /// Nil when nobody asked for it while the workflow ran.
    package let cancellation: OrderCancellation?

    package init(order: Order, progress: OrderProgress? = nil, cancellation: OrderCancellation? = nil) {
        self.order = order
        self.progress = progress
        self.cancellation = cancellation
    }

    /// What a cancellation would undo, in the order in which it is done: the last step first. Empty for an order that
    /// nothing is held for.
    package var plannedCompensations: [OrderCompensation] {
        switch order.status {
        case .created, .shipped, .cancelled, .failed: []
        case .validated: [.releaseInventory]
        case .reserved: [.cancelPick, .releaseInventory]
        case .fulfilling where progress?.step == OrderProgress.waitForPick: [.cancelPick, .releaseInventory]
        case .fulfilling: [.cancelShipment, .cancelPick, .releaseInventory]
        }
    }
}
