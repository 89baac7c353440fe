package import OMSKernel

/// What an order holds of the stock.
package struct Allocation: Sendable, Equatable {
    package let orderID: OrderID
    package let state: AllocationState
    /// Of plain SKUs, kits broken down; sorted by SKU, each SKU once.
    package let reservations: [Reservation]

    package init(orderID: OrderID, state: AllocationState, reservations: [Reservation]) {
        self.orderID = orderID
        self.state = state
        self.reservations = reservations
    }
}

/// So many pieces of one SKU for one order.
package struct Reservation: Sendable, Equatable {
    package let sku: SKU
    package let quantity: Int64

    package init(sku: SKU, quantity: Int64) {
        self.sku = sku
        self.quantity = quantity
    }
}

/// By how much an order's SKU is short.
package struct Shortage: Sendable, Equatable {
    package let sku: SKU
    package let requested: Int64
    package let available: Int64

    package init(sku: SKU, requested: Int64, available: Int64) {
        self.sku = sku
        self.requested = requested
        self.available = available
    }

    package var missing: Int64 { requested - available }
}

/// Where an order's stock is.
///
///     HELD → CONSUMED → RETURNED
///     HELD → RELEASED
///     nothing → RELEASED, so that an allocation that comes after its release finds the door closed
package enum AllocationState: String, Sendable, CaseIterable {
    case held = "HELD"
    case consumed = "CONSUMED"
    case released = "RELEASED"
    case returned = "RETURNED"
}

package enum AllocationCommand: String, Sendable, CaseIterable {
    case allocate, consume, release
}

/// For every (state, command) pair, what becomes of an order's stock. Pure; nil is an order that has none.
package enum AllocationStateMachine {
    package enum Outcome: Sendable, Equatable {
        case moves(AllocationState, StockMovement.Kind)
        /// There already: nothing is written.
        case alreadyDone
        case refused
    }

    package static func outcome(of command: AllocationCommand, in state: AllocationState?) -> Outcome {
        switch (command, state) {
        case (.allocate, nil): .moves(.held, .reservation)
        case (.allocate, .held), (.allocate, .consumed): .alreadyDone
        case (.allocate, .released), (.allocate, .returned): .refused
        case (.consume, .held): .moves(.consumed, .consumption)
        case (.consume, .consumed): .alreadyDone
        case (.consume, nil), (.consume, .released), (.consume, .returned): .refused
        case (.release, nil), (.release, .held): .moves(.released, .release)
        case (.release, .consumed): .moves(.returned, .customerReturn)
        case (.release, .released), (.release, .returned): .alreadyDone
        }
    }
}

extension StockMovement.Kind {
    /// What moving so many pieces of an order adds to the pieces on hand and to those held.
    func deltas(of quantity: Int64) -> (onHand: Int64, reserved: Int64) {
        switch self {
        case .reservation: (0, quantity)
        case .release: (0, -quantity)
        case .consumption: (-quantity, -quantity)
        case .receipt, .adjustment, .customerReturn: (quantity, 0)
        }
    }
}
