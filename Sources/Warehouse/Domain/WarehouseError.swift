package import OMSKernel

/// Why a command on the warehouse is refused. Messages name ids, states and counts only.
package enum WarehouseError: CategorizedError, Equatable {
    case unknownTask(PickTaskID)
    /// The order has no wave.
    case unknownWave(OrderID)
    case taskCancelled(PickTaskID)
    /// An order is packed when everything of it is picked.
    case notPicked(OrderID, openTasks: Int)
    case illegalTransition(OrderID, command: PickWaveCommand, status: PickWaveStatus)

    package var category: ErrorCategory {
        switch self {
        case .unknownTask, .unknownWave: .notFound
        case .taskCancelled, .notPicked, .illegalTransition: .conflict
        }
    }

    package var message: String {
        switch self {
        case .unknownTask(let id): "There is no pick task \(id)"
        case .unknownWave(let id): "Nothing is to be picked for order \(id)"
        case .taskCancelled(let id): "Pick task \(id) was cancelled with its order"
        case .notPicked(let id, let open): "Order \(id) has \(open) open pick tasks: it cannot be packed yet"
        case .illegalTransition(let id, let command, let status):
            "The picking of order \(id) is \(status.rawValue): \(command.rawValue) is not possible"
        }
    }
}
