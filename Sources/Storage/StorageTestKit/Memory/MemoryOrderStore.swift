package import Messaging
package import OMSKernel
package import Orders
import Synchronization

/// Orders, events and idempotency records in memory: the order store's rules at their plainest, for tests.
///
/// One lock makes each call one atomic step.
package final class MemoryOrderStore: OrderStore {
    private let state = Mutex(MemoryOrderState())
    private let customers: MemoryCustomerStore?
    private let onMessages: @Sendable ([NewOutboxMessage]) -> Void

    /// A store of nothing.
    /// - Parameters:
    ///   - customers: where the customers that orders name are looked up; nil when every customer exists.
    ///   - onMessages: told of what is to be delivered in the step that asks for it, as an outbox would be; it must
    ///     not call the store.
    package init(
        customers: MemoryCustomerStore? = nil,
        onMessages: @escaping @Sendable ([NewOutboxMessage]) -> Void = { _ in }
    ) {
        self.customers = customers
        self.onMessages = onMessages
    }

    package func create(_ creation: OrderCreation) async throws -> OrderCreationOutcome {
        state.withLock { state in
            if let known = state.knownOutcome(of: creation) { return known }
            if let id = creation.order.customerID, let customers, !customers.contains(id) {
                return .unknownCustomer(id)
            }
            state.insert(creation)
            onMessages(creation.events.map { NewOutboxMessage($0) })
            if creation.startsIntake { onMessages([NewOutboxMessage(startingIntakeOf: creation)]) }
            return .created
        }
    }

    package func order(_ id: OrderID) async throws -> Order? {
        state.withLock { $0.records[id]?.order }
    }

    package func order(requestedAs key: RequestKey) async throws -> Order? {
        state.withLock { state in
            let id = state.ledger[key]?.orderID ?? state.orderByRequestID[key]
            return id.flatMap { state.records[$0]?.order }
        }
    }

    package func record(_ id: OrderID) async throws -> OrderRecord? {
        state.withLock { $0.records[id]?.known }
    }

    package func orders(
        matching filter: OrderFilter,
        sorted: CreationOrder,
        after: OrderID?,
        limit: PageLimit
    ) async throws -> Page<Order, OrderID> {
        let matching = state.withLock { state in state.records.values.map(\.order).filter(filter.matches) }
        let isBefore: (OrderID, OrderID) -> Bool = sorted == .oldestFirst ? { $0 < $1 } : { $0 > $1 }
        let rest =
            matching
            .filter { order in after.map { isBefore($0, order.id) } ?? true }
            .sorted { isBefore($0.id, $1.id) }
        let page = Array(rest.prefix(limit.count))
        return Page(elements: page, next: rest.count > page.count ? page.last?.id : nil)
    }

    package func modify(
        _ id: OrderID,
        noting progress: OrderProgress?,
        _ decide: @escaping @Sendable (Order) throws(OrderError) -> OrderDecision
    ) async throws -> OrderDecision {
        try state.withLock { state throws(OrderError) in
            guard let record = state.records[id] else { throw .notFound(id) }
            let decision = try decide(record.order)
            switch decision {
            case .unchanged: break
            case .changed(let order, let event):
                state.replace(order)
                state.append(event)
                onMessages([NewOutboxMessage(event)])
            case .deleted(let event):
                state.remove(id)
                state.append(event)
                onMessages([NewOutboxMessage(event)])
            }
            if let progress { state.note(progress, on: id) }
            return decision
        }
    }

    package func cancel(
        _ id: OrderID,
        _ decide: @escaping @Sendable (OrderRecord) throws(OrderError) -> CancellationDecision
    ) async throws -> CancellationDecision {
        try state.withLock { state throws(OrderError) in
            guard let record = state.records[id] else { throw .notFound(id) }
            let decision = try decide(record.known)
            switch decision {
            case .unchanged: break
            case .cancelled(let next, let event):
                state.replace(next.order)
                state.append(event)
                onMessages([NewOutboxMessage(event)])
            case .requested(let next):
                guard let wish = next.cancellation else { break }
                state.records[id]?.cancellation = wish
                onMessages([NewOutboxMessage(wish, of: id)])
            }
            return decision
        }
    }

    package func events(of id: OrderID, after sequence: Int64, limit: Int) async throws -> [OrderEvent] {
        state.withLock { state in
            Array((state.eventsByOrder[id] ?? []).lazy.filter { $0.sequence > sequence }.prefix(limit))
        }
    }

    package func events(
        after position: EventPosition?,
        limit: Int
    ) async throws -> Page<OrderEvent, EventPosition> {
        state.withLock { state in
            let start = Int(clamping: min(position?.position ?? 0, Int64(state.feed.count)))
            let page = Array(state.feed[start...].prefix(limit))
            let end = Int64(start + page.count)
            return Page(elements: page, next: page.isEmpty ? nil : EventPosition(transaction: 0, position: end))
        }
    }
}

extension MemoryOrderStore: IdempotencyLedger {
    package func prune(before moment: Timestamp, limit: Int) async throws -> Int {
        state.withLock { state in
            let old = state.ledger.filter { $0.value.createdAt < moment }.prefix(limit)
            for (key, _) in old { state.ledger[key] = nil }
            return old.count
        }
    }
}

extension MemoryOrderStore: OrderDiagnostics {
    package func disagreements(limit: Int) async throws -> [OrderDisagreement] {
        state.withLock { state in
            let found = state.records.values.compactMap { state.disagreement(of: $0.order) }
            return Array(found.sorted { $0.orderID < $1.orderID }.prefix(limit))
        }
    }

    package func countByStatus() async throws -> [OrderStatus: Int] {
        state.withLock { state in
            Dictionary(grouping: state.records.values, by: \.order.status).mapValues(\.count)
        }
    }
}
