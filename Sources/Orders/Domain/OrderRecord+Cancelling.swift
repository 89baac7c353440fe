import OMSKernel

/// What a wish to cancel comes to.
package enum CancellationDecision: Sendable, Equatable {
    /// The order is cancelled, or its workflow was asked before: nothing is written.
    case unchanged(OrderRecord)
    /// Nothing runs for the order yet: it is cancelled at once.
    case cancelled(OrderRecord, OrderEvent)
    /// The wish is kept, and the order's workflow is asked.
    case requested(OrderRecord)

    package var record: OrderRecord {
        switch self {
        case .unchanged(let record), .cancelled(let record, _), .requested(let record): record
        }
    }
}

extension OrderRecord {
    /// Decides what a wish to cancel comes to, without doing it.
    /// - Parameters:
    ///   - reason: why, if the caller said so.
    ///   - expectedVersion: the version of the order that the caller saw; nil when it does not matter.
    ///   - eventID: the id of the event, should there be one.
    ///   - context: who asks, and when.
    /// - Returns: what is to be written.
    /// - Throws: ``OrderError/staleVersion(_:current:)`` or ``OrderError/illegalTransition(_:command:status:)``.
    package func decidingCancellation(
        reason: String?,
        expectedVersion: Int64?,
        eventID: OrderEventID,
        context: CommandContext
    ) throws(OrderError) -> CancellationDecision {
        let decision = try order.deciding(
            .cancel(reason: reason),
            expectedVersion: expectedVersion,
            eventID: eventID,
            context: context
        )
        guard case .changed(let next, let event) = decision else { return .unchanged(self) }
        if order.status == .created {
            return .cancelled(OrderRecord(order: next, progress: progress, cancellation: cancellation), event)
        }
        guard cancellation == nil else { return .unchanged(self) }
        let wish = OrderCancellation(requestedAt: context.now, reason: reason, actor: context.actor)
        return .requested(OrderRecord(order: order, progress: progress, cancellation: wish))
    }
}
