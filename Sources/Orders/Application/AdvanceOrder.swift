package import OMSKernel

/// Moves an order along as its workflow says. Each call may come again, late, and twice at once.
package struct AdvanceOrder: Sendable {
    private let store: any OrderStore
    private let ids: any IDGenerator

    package init(store: any OrderStore, ids: any IDGenerator) {
        self.store = store
        self.ids = ids
    }

    /// Makes a move, unless it was made before, and notes where the workflow is, all in one atomic step.
    /// - Parameters:
    ///   - command: the move.
    ///   - id: the order's id.
    ///   - progress: where the workflow is now; nil to leave that as it is.
    ///   - context: who asks, and when.
    /// - Returns: the order as it is then.
    /// - Throws: ``OrderError/notFound(_:)``, ``OrderError/over(_:status:)`` or
    ///   ``OrderError/illegalTransition(_:command:status:)``; nothing is written then.
    @discardableResult
    package func callAsFunction(
        _ command: OrderCommand,
        on id: OrderID,
        noting progress: OrderProgress? = nil,
        context: CommandContext
    ) async throws -> Order {
        let eventID = ids.next(OrderEvent.self, at: context.now)
        let decision = try await store.modify(id, noting: progress) { order throws(OrderError) in
            try order.advancing(command, eventID: eventID, context: context)
        }
        switch decision {
        case .unchanged(let order), .changed(let order, _): return order
        case .deleted: throw OrderError.deleted(id)
        }
    }

    /// Cancels the order in the name of whoever asked for it.
    /// - Parameters:
    ///   - id: the order's id.
    ///   - reason: why, when the record holds no wish with a reason of its own.
    ///   - context: who asks unless the record says who did, and when.
    /// - Throws: as ``callAsFunction(_:on:noting:context:)``.
    package func cancel(_ id: OrderID, reason: String, context: CommandContext) async throws {
        let wish = try await store.record(id)?.cancellation
        let context = CommandContext(
            actor: wish?.actor ?? context.actor,
            traceparent: context.traceparent,
            now: context.now
        )
        let command = OrderCommand.cancel(reason: wish?.reason ?? reason)
        try await self(command, on: id, noting: .finished(at: context.now), context: context)
    }
}

extension OrderProgress {
    /// The end of a workflow.
    package static func finished(at moment: Timestamp) -> OrderProgress {
        OrderProgress(step: finished, blockingReason: nil, since: moment)
    }
}
