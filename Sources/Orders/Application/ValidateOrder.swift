package import OMSKernel

/// Judges orders by the rules that hold beyond their form.
package struct ValidateOrder: Sendable {
    private let store: any OrderStore
    private let advance: AdvanceOrder
    private let requiresShipTo: Bool

    /// - Parameters:
    ///   - store: where the orders are.
    ///   - ids: makes the events' ids.
    ///   - requiresShipTo: whether an order without `shipTo`, a pick-up, is refused.
    package init(store: any OrderStore, ids: any IDGenerator, requiresShipTo: Bool) {
        self.store = store
        self.requiresShipTo = requiresShipTo
        advance = AdvanceOrder(store: store, ids: ids)
    }

    /// Moves a stored order to VALIDATED, unless it was validated before.
    /// - Parameters:
    ///   - id: the order's id.
    ///   - context: who asks, and when.
    /// - Throws: ``ValidationError`` for an order that breaks a rule; ``OrderError/notFound(_:)``,
    ///   ``OrderError/over(_:status:)`` for one that is there no more or has ended.
    package func callAsFunction(_ id: OrderID, context: CommandContext) async throws {
        guard let order = try await store.order(id) else { throw OrderError.notFound(id) }
        guard !order.status.isFinal else { throw OrderError.over(id, status: order.status) }
        guard order.status == .created else { return }
        try check(order.shipTo)
        try await advance(.validate, on: id, context: context)
    }

    /// Judges an order that is not stored yet.
    /// - Parameter draft: the order as its caller wrote it.
    /// - Throws: ``ValidationError``.
    package func callAsFunction(_ draft: OrderDraft) throws {
        try check(NewOrder(draft).shipTo)
    }

    private func check(_ shipTo: ShippingAddress?) throws(ValidationError) {
        if requiresShipTo, shipTo == nil { throw ValidationError("shipTo", "is required") }
    }
}
