/// Where a shipment is.
///
///     CREATED → LABELLED → CONFIRMED → IN_TRANSIT → DELIVERED
///     CONFIRMED → DELIVERED, when the carrier reports nothing in between
///     CREATED, LABELLED → CANCELLED
///     nothing → CANCELLED, so that a shipment asked for after its cancellation finds the door closed
package enum ShipmentStatus: String, Sendable, CaseIterable {
    case created = "CREATED"
    case labelled = "LABELLED"
    case confirmed = "CONFIRMED"
    case inTransit = "IN_TRANSIT"
    case delivered = "DELIVERED"
    case cancelled = "CANCELLED"

    /// Whether it was handed over.
    package var hasLeft: Bool {
        switch self {
        case .confirmed, .inTransit, .delivered: true
        case .created, .labelled, .cancelled: false
        }
    }
}

package enum ShipmentCommand: String, Sendable, CaseIterable {
    case create, label, confirm, cancel
    /// The carrier has it on its way.
    case transit
    case deliver
}

/// For every (status, command) pair, what becomes of a shipment. Pure; nil is a shipment that does not exist.
package enum ShipmentStateMachine {
    package enum Outcome: Sendable, Equatable {
        case moves(ShipmentStatus)
        /// There already, or further: the shipment stays as it is.
        case alreadyDone
        case refused
    }

    package static func outcome(of command: ShipmentCommand, in status: ShipmentStatus?) -> Outcome {
        switch (command, status) {
        case (.create, nil): .moves(.created)
        case (.create, .cancelled): .refused
        case (.create, _): .alreadyDone
        case (_, nil): command == .cancel ? .moves(.cancelled) : .refused

        case (.label, .created): .moves(.labelled)
        case (.label, .labelled), (.label, .confirmed), (.label, .inTransit), (.label, .delivered): .alreadyDone
        case (.label, .cancelled): .refused

        case (.confirm, .labelled): .moves(.confirmed)
        case (.confirm, .confirmed), (.confirm, .inTransit), (.confirm, .delivered): .alreadyDone
        case (.confirm, .created), (.confirm, .cancelled): .refused

        case (.cancel, .created), (.cancel, .labelled): .moves(.cancelled)
        case (.cancel, .cancelled): .alreadyDone
        case (.cancel, .confirmed), (.cancel, .inTransit), (.cancel, .delivered): .refused

        case (.transit, .confirmed): .moves(.inTransit)
        case (.transit, .inTransit), (.transit, .delivered): .alreadyDone
        case (.transit, .created), (.transit, .labelled), (.transit, .cancelled): .refused

        case (.deliver, .confirmed), (.deliver, .inTransit): .moves(.delivered)
        case (.deliver, .delivered): .alreadyDone
        case (.deliver, .created), (.deliver, .labelled), (.deliver, .cancelled): .refused
        }
    }
}
