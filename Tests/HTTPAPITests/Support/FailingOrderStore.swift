import OMSKernel
import Orders

/// A store that can do nothing now.
struct FailingOrderStore: OrderStore {
    private let error: any Error

    init(_ error: any Error) {
        self.error = error
    }

    func create(_: OrderCreation) async throws -> OrderCreationOutcome { throw error }
    func order(_: OrderID) async throws -> Order? { throw error }
    func order(requestedAs _: RequestKey) async throws -> Order? { throw error }

    func orders(
        matching _: OrderFilter,
        sorted _: CreationOrder,
        after _: OrderID?,
        limit _: PageLimit
    ) async throws -> Page<Order, OrderID> { throw error }

    func record(_: OrderID) async throws -> OrderRecord? { throw error }

    func cancel(
        _: OrderID,
        _: @escaping @Sendable (OrderRecord) throws(OrderError) -> CancellationDecision
    ) async throws -> CancellationDecision { throw error }

    func modify(
        _: OrderID,
        noting _: OrderProgress?,
        _: @escaping @Sendable (Order) throws(OrderError) -> OrderDecision
    ) async throws -> OrderDecision { throw error }

    func events(of _: OrderID, after _: Int64, limit _: Int) async throws -> [OrderEvent] { throw error }

    func events(after _: EventPosition?, limit _: Int) async throws -> Page<OrderEvent, EventPosition> { throw error }
}
