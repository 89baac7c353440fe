import OMSKernel

/// What can be asked of an order that exists.
package enum OrderCommand: Sendable, Equatable {
    case validate
    case reserve
    case startFulfillment
    case ship
    case cancel(reason: String?)
    case fail(reason: String)
    case update(OrderChanges)
    case delete

    /// The longest reason, in Unicode scalars.
    package static let maximumReasonLength = 500

    /// The command without its arguments: the columns of the state machine's table.
    package enum Kind: String, Sendable, CaseIterable {
        case validate, reserve, startFulfillment, ship, cancel, fail, update, delete
    }

    package var kind: Kind {
        switch self {
        case .validate: .validate
        case .reserve: .reserve
        case .startFulfillment: .startFulfillment
        case .ship: .ship
        case .cancel: .cancel
        case .fail: .fail
        case .update: .update
        case .delete: .delete
        }
    }
}

/// What `update` changes; a part that is absent stays as it is.
package struct OrderChanges: Sendable, Equatable {
    package enum ShipToChange: Sendable, Equatable {
        case keep
        case set(ShippingAddress)
        /// The order becomes a pick-up.
        case remove
    }

    package let shipTo: ShipToChange
    package let priority: Int?

    package init(shipTo: ShipToChange, priority: Int?) {
        self.shipTo = shipTo
        self.priority = priority
    }
}
