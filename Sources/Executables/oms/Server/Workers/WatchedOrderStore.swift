import OMSKernel
import Orders
import Synchronization

/// Tells somebody of each change of an order, so that its event does not wait for the relay to look by itself, and
/// measures how long orders were in the state that they leave.
struct WatchedOrderStore: OrderStore {
    let base: any OrderStore
    let metrics: OrderStateMetrics
    /// Called after the change is durable.
    let wake: @Sendable () -> Void

    func create(_ creation: OrderCreation) async throws -> OrderCreationOutcome {
        let outcome = try await base.create(creation)
        if outcome == .created { wake() }
        return outcome
    }

    func modify(
        _ id: OrderID,
        noting progress: OrderProgress?,
        _ decide: @escaping @Sendable (Order) throws(OrderError) -> OrderDecision
    ) async throws -> OrderDecision {
        let seen = LastSeen()
        let decision = try await base.modify(id, noting: progress) { order throws(OrderError) in
            seen.order.withLock { $0 = order }
            return try decide(order)
        }
        switch decision {
        case .unchanged: break
        case .changed(let order, _):
            wake()
            metrics.note(order, before: seen.order.withLock { $0 })
        case .deleted: wake()
        }
        return decision
    }

    func cancel(
        _ id: OrderID,
        _ decide: @escaping @Sendable (OrderRecord) throws(OrderError) -> CancellationDecision
    ) async throws -> CancellationDecision {
        let decision = try await base.cancel(id, decide)
        switch decision {
        case .unchanged: break
        case .cancelled, .requested: wake()
        }
        return decision
    }

    func record(_ id: OrderID) async throws -> OrderRecord? { try await base.record(id) }

    func order(_ id: OrderID) async throws -> Order? { try await base.order(id) }

    func order(requestedAs key: RequestKey) async throws -> Order? { try await base.order(requestedAs: key) }

    func orders(
        matching filter: OrderFilter,
        sorted: CreationOrder,
        after: OrderID?,
        limit: PageLimit
    ) async throws -> Page<Order, OrderID> {
        try await base.orders(matching: filter, sorted: sorted, after: after, limit: limit)
    }

    func events(of id: OrderID, after sequence: Int64, limit: Int) async throws -> [OrderEvent] {
        try await base.events(of: id, after: sequence, limit: limit)
    }

    func events(after position: EventPosition?, limit: Int) async throws -> Page<OrderEvent, EventPosition> {
        try await base.events(after: position, limit: limit)
    }
}

/// The order as a decision found it; the last one counts when it was asked again.
private final class LastSeen: Sendable {
    let order = Mutex<Order?>(nil)
}
