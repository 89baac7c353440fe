package import OMSKernel

/// Why a command on orders or customers is refused. Messages name ids and states only.
package enum OrderError: CategorizedError, Equatable {
    case notFound(OrderID)
    case deleted(OrderID)
    case illegalTransition(OrderID, command: OrderCommand.Kind, status: OrderStatus)
    /// The order ended otherwise than by what is asked of it.
    case over(OrderID, status: OrderStatus)
    case staleVersion(OrderID, current: Int64)
    case keyReused(RequestKey)
    case keyInFlight(RequestKey)
    case externalOrderTaken(externalOrderID: String, channel: Channel, by: OrderID)
    case unknownCustomer(CustomerID)
    case customerNotFound(CustomerID)
    case customerExists(CustomerID)
    case staleCustomerVersion(CustomerID, current: Int64)

    package var category: ErrorCategory {
        switch self {
        case .notFound, .customerNotFound: .notFound
        case .deleted: .gone
        case .illegalTransition, .over, .externalOrderTaken, .customerExists: .conflict
        case .keyInFlight: .conflict
        case .staleVersion, .staleCustomerVersion: .preconditionFailed
        case .keyReused, .unknownCustomer: .unprocessable
        }
    }

    package var message: String {
        switch self {
        case .notFound(let id): "There is no order \(id)"
        case .deleted(let id): "Order \(id) was deleted"
        case .illegalTransition(let id, let command, let status):
            "Order \(id) is \(status.rawValue): \(command.rawValue) is not possible"
        case .over(let id, let status): "Order \(id) is \(status.rawValue): there is nothing left to do for it"
        case .staleVersion(let id, let current): "Order \(id) has version \(current) by now"
        case .keyReused(let key): "The idempotency key \(key) was used for another request"
        case .keyInFlight(let key): "A request with the idempotency key \(key) is still running"
        case .externalOrderTaken(let externalID, let channel, let id):
            "externalOrderId \(externalID) of channel \(channel.rawValue) belongs to order \(id), which has other content"
        case .unknownCustomer(let id): "There is no customer \(id)"
        case .customerNotFound(let id): "There is no customer \(id)"
        case .customerExists(let id): "There is a customer \(id) already"
        case .staleCustomerVersion(let id, let current): "Customer \(id) has version \(current) by now"
        }
    }
}
