package import OMSKernel

/// What the sandbox supplier remembers, for all processes of a deployment. Each call is one atomic step.
package protocol SandboxSupplierStore: Sendable {
    func settings() async throws -> SandboxSupplierSettings

    func set(_ settings: SandboxSupplierSettings) async throws

    /// Takes one of the sure failures, when any is left; one that is taken is taken by one caller.
    /// - Returns: whether the caller's request must fail.
    func takeFailure() async throws -> Bool

    /// Notes an order. One that is known stays as it is, but for one that was never to come: it gets the moment.
    /// - Parameters:
    ///   - request: the order.
    ///   - moment: when its goods come; nil for never.
    /// - Throws: what the store throws.
    func order(_ request: SupplyRequest, dueAt moment: Timestamp?) async throws

    /// Takes an order back, unless its goods were sent.
    /// - Returns: the pieces that were sent; 0 for an order that is taken back or not known.
    func cancel(_ number: RequestKey) async throws -> Int64

    /// Sends the goods of orders that are due: each once, with the `StockReceived` signal of its SKU's replenishment
    /// queued in the same step.
    /// - Parameters:
    ///   - now: up to which moment.
    ///   - limit: at most so many orders.
    /// - Returns: how many were sent.
    /// - Throws: what the store throws.
    func deliver(upTo now: Timestamp, limit: Int) async throws -> Int
}
