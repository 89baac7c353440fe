import OMSKernel
package import Orders

/// Finds the order that an activity is about.
package struct OrderLookup: Sendable {
    private let orders: any OrderStore

    package init(orders: any OrderStore) {
        self.orders = orders
    }

    /// The id in an activity's input.
    /// - Throws: `ApplicationError` of the type ``ActivityFailure/validation``.
    static func id(_ text: String) throws -> OrderID {
        guard let id = OrderID(text) else { throw ActivityFailure.validation.error("orderId is not an order's id") }
        return id
    }

    /// An order that is still to be fulfilled, or was shipped already.
    /// - Throws: `ApplicationError` of the type ``ActivityFailure/orderGone`` when it was deleted, cancelled or failed.
    func live(_ id: OrderID) async throws -> Order {
        guard let order = try await orders.order(id) else {
            throw ActivityFailure.orderGone.error("Order \(id) was deleted")
        }
        switch order.status {
        case .cancelled, .failed:
            throw ActivityFailure.orderGone.error("Order \(id) is \(order.status.rawValue)")
        case .created, .validated, .reserved, .fulfilling, .shipped:
            return order
        }
    }
}
