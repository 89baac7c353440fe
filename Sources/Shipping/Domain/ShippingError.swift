package import OMSKernel

/// Why a command on shipments is refused. Messages name ids and states only.
package enum ShippingError: CategorizedError, Equatable {
    case unknownShipment(ShipmentID)
    case unknownAttempt(OrderID, attempt: Int)
    case illegalTransition(ShipmentID, command: ShipmentCommand, status: ShipmentStatus)
    /// Another attempt of the order is not cancelled.
    case attemptOpen(OrderID, attempt: Int)
    /// A pick-up with a carrier's label, or any other shipment without one.
    case labelDoesNotFit(ShipmentID)
    case notLabelled(ShipmentID)
    /// The address went with its order.
    case addressGone(ShipmentID)
    /// The same event id was reported with another type.
    case eventReused(RequestKey)
    case tooManyEvents(ShipmentID)

    package var category: ErrorCategory {
        switch self {
        case .unknownShipment, .unknownAttempt: .notFound
        case .illegalTransition, .attemptOpen, .labelDoesNotFit, .notLabelled, .tooManyEvents: .conflict
        case .addressGone: .gone
        case .eventReused: .unprocessable
        }
    }

    package var message: String {
        switch self {
        case .unknownShipment(let id): "There is no shipment \(id)"
        case .unknownAttempt(let id, let attempt): "There is no attempt \(attempt) to ship order \(id)"
        case .illegalTransition(let id, let command, let status):
            "Shipment \(id) is \(status.rawValue): \(command.rawValue) is not possible"
        case .attemptOpen(let id, let attempt): "Attempt \(attempt) to ship order \(id) is not cancelled"
        case .labelDoesNotFit(let id):
            "Shipment \(id): a pick-up has no carrier's label, and every other shipment needs one"
        case .notLabelled(let id): "Shipment \(id) has no label yet"
        case .addressGone(let id): "The address of shipment \(id) was deleted with its order"
        case .eventReused(let id): "Event \(id) of this shipment was reported with another type"
        case .tooManyEvents(let id): "Shipment \(id) has \(TrackingEvent.maximumCount) events already"
        }
    }
}
