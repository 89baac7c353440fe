package import OMSKernel

/// Looks for orders whose record contradicts their events; an optional power of a store.
package protocol OrderDiagnostics: Sendable {
    /// Up to `limit` orders whose status, version or event count disagree with their events.
    func disagreements(limit: Int) async throws -> [OrderDisagreement]

    /// How many orders are in each status.
    func countByStatus() async throws -> [OrderStatus: Int]
}

/// One order that contradicts its events, and how.
package struct OrderDisagreement: Sendable, Equatable {
    package let orderID: OrderID
    /// A sentence such as `status is SHIPPED, its events say RESERVED`.
    package let problem: String

    package init(orderID: OrderID, problem: String) {
        self.orderID = orderID
        self.problem = problem
    }
}
