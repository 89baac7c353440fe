package import OMSKernel

/// Applies a command to an order: cancel, update, delete, and the moves of its workflow.
package struct ChangeOrder: Sendable {
    private let store: any OrderStore
    private let ids: any IDGenerator

    package init(store: any OrderStore, ids: any IDGenerator) {
        self.store = store
        self.ids = ids
    }

    /// Applies one command in one atomic step.
    /// - Parameters:
    ///   - command: what is asked.
    ///   - id: the order's id.
    ///   - expectedVersion: the version the caller saw; nil when it does not matter.
    ///   - context: who asks, and when.
    /// - Returns: what was decided and stored.
    /// - Throws: ``OrderError`` for a missing order, a stale version or an illegal transition; nothing is written then.
    package func callAsFunction(
        _ command: OrderCommand,
        on id: OrderID,
        expectedVersion: Int64?,
        context: CommandContext
    ) async throws -> OrderDecision {
        let eventID = ids.next(OrderEvent.self, at: context.now)
        return try await store.modify(id) { order throws(OrderError) in
            try order.deciding(command, expectedVersion: expectedVersion, eventID: eventID, context: context)
        }
    }
}
