package import OMSKernel

/// A wish to cancel an order whose workflow runs, and what became of it.
package struct OrderCancellation: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
        case done
        /// It came too late; why.
        case refused(reason: String)
    }

    package struct Settlement: Sendable, Equatable {
        package let outcome: Outcome
        package let at: Timestamp

        package init(outcome: Outcome, at: Timestamp) {
            self.outcome = outcome
            self.at = at
        }
    }

    package let requestedAt: Timestamp
    package let reason: String?
    /// `key:<id>` of who asked for it.
    package let actor: String
    /// Nil as long as the order's workflow has not decided.
    package let settlement: Settlement?

    package init(requestedAt: Timestamp, reason: String?, actor: String, settlement: Settlement? = nil) {
        self.requestedAt = requestedAt
        self.reason = reason
        self.actor = actor
        self.settlement = settlement
    }
}

extension OrderCancellation.Outcome {
    /// What becomes of an open wish when the order ends like this; nil for a status that is not final.
    package init?(orderEndsAs status: OrderStatus) {
        switch status {
        case .created, .validated, .reserved, .fulfilling: return nil
        case .cancelled: self = .done
        case .shipped: self = .refused(reason: "the shipment was being confirmed already: the order ships")
        case .failed: self = .refused(reason: "the order failed before")
        }
    }
}

/// What a workflow undoes when its order is cancelled, by the names of its activities.
package enum OrderCompensation: String, Sendable, CaseIterable {
    case cancelShipment = "CancelShipment"
    case cancelPick = "CancelPick"
    case releaseInventory = "ReleaseInventory"
}
