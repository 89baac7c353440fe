package import OMSKernel

/// Cancels an order: at once when nothing runs for it, else by asking its workflow, which undoes what was done.
package struct CancelOrder: Sendable {
    private let store: any OrderStore
    private let ids: any IDGenerator

    package init(store: any OrderStore, ids: any IDGenerator) {
        self.store = store
        self.ids = ids
    }

    /// Does what the order's state asks for, in one atomic step; a repetition writes nothing more.
    /// - Parameters:
    ///   - id: the order's id.
    ///   - reason: why, if the caller said so.
    ///   - expectedVersion: the version the caller saw; nil when it does not matter.
    ///   - context: who asks, and when.
    /// - Returns: what was decided and stored.
    /// - Throws: ``OrderError`` for a missing order, a stale version, or one that was shipped or failed.
    package func callAsFunction(
        _ id: OrderID,
        reason: String?,
        expectedVersion: Int64?,
        context: CommandContext
    ) async throws -> CancellationDecision {
        let eventID = ids.next(OrderEvent.self, at: context.now)
        return try await store.cancel(id) { record throws(OrderError) in
            try record.decidingCancellation(
                reason: reason,
                expectedVersion: expectedVersion,
                eventID: eventID,
                context: context
            )
        }
    }

    /// The order as a cancellation would find it now, without doing anything.
    /// - Parameters:
    ///   - id: the order's id.
    ///   - expectedVersion: the version the caller saw; nil when it does not matter.
    ///   - context: who asks, and when.
    /// - Returns: the order, whose planned compensations are what would be undone.
    /// - Throws: as the cancellation itself would.
    package func plan(_ id: OrderID, expectedVersion: Int64?, context: CommandContext) async throws -> OrderRecord {
        guard let record = try await store.record(id) else { throw OrderError.notFound(id) }
        _ = try record.decidingCancellation(
            reason: nil,
            expectedVersion: expectedVersion,
            eventID: ids.next(OrderEvent.self, at: context.now),
            context: context
        )
        return record
    }
}
