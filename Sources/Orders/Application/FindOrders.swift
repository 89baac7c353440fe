package import OMSKernel

/// Reads orders and their events.
package struct FindOrders: Sendable {
    private let store: any OrderStore

    package init(store: any OrderStore) {
        self.store = store
    }

    /// - Throws: ``OrderError/notFound(_:)``.
    package func order(_ id: OrderID) async throws -> Order {
        guard let order = try await store.order(id) else { throw OrderError.notFound(id) }
        return order
    }

    /// The order that the request with a key made, or found; nil when there is none, or none any more.
    package func order(requestedAs key: RequestKey) async throws -> Order? {
        try await store.order(requestedAs: key)
    }

    /// The order with what is known of its workflow.
    /// - Parameter id: the order's id.
    /// - Returns: the record.
    /// - Throws: ``OrderError/notFound(_:)``.
    package func record(_ id: OrderID) async throws -> OrderRecord {
        guard let record = try await store.record(id) else { throw OrderError.notFound(id) }
        return record
    }

    package func orders(
        matching filter: OrderFilter,
        sorted: CreationOrder,
        after: OrderID?,
        limit: PageLimit
    ) async throws -> Page<Order, OrderID> {
        try await store.orders(matching: filter, sorted: sorted, after: after, limit: limit)
    }

    /// One page of an order's events, also a deleted order's.
    /// - Throws: ``OrderError/notFound(_:)`` when the order never was.
    package func events(
        of id: OrderID,
        after sequence: Int64,
        limit: PageLimit
    ) async throws -> Page<OrderEvent, Int64> {
        let events = try await store.events(of: id, after: sequence, limit: limit.count + 1)
        if events.isEmpty, try await store.events(of: id, after: 0, limit: 1).isEmpty {
            throw OrderError.notFound(id)
        }
        let page = Array(events.prefix(limit.count))
        return Page(elements: page, next: events.count > limit.count ? page.last?.sequence : nil)
    }

    package func events(after position: EventPosition?, limit: PageLimit) async throws -> Page<
        OrderEvent, EventPosition
    > {
        try await store.events(after: position, limit: limit.count)
    }
}
