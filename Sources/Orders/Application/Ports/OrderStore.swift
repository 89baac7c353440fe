package import OMSKernel

/// Keeps orders with their lines and events. Each call is one atomic step: all of it happens, or nothing.
///
/// Every event is also queued for delivery in the same step, so no event is lost between store and relay.
package protocol OrderStore: Sendable {
    /// Stores a new order, its creation event and its idempotency record, unless one of them is there already.
    func create(_ creation: OrderCreation) async throws -> OrderCreationOutcome

    /// The order with its lines; nil when there is none (any more).
    func order(_ id: OrderID) async throws -> Order?

    /// The order that was made, or found, under a request's key; nil when there is none (any more).
    func order(requestedAs key: RequestKey) async throws -> Order?

    /// One page of orders with their lines. A store may stop after a bounded number of rows looked at and
    /// hand out a shorter page with a position to go on from.
    func orders(
        matching filter: OrderFilter,
        sorted: CreationOrder,
        after: OrderID?,
        limit: PageLimit
    ) async throws -> Page<Order, OrderID>

    /// The order with what is known of its workflow; nil when there is none (any more).
    func record(_ id: OrderID) async throws -> OrderRecord?

    /// Reads an order, asks what becomes of it and stores the answer, so that no other change comes between.
    /// `decide` may be asked again when another change came first.
    ///
    /// An order that ends settles an open wish to cancel it in the same step.
    /// - Parameters:
    ///   - id: the order's id.
    ///   - progress: noted in the same step, also when nothing else changes, unless the record has newer; nil for none.
    ///   - decide: what becomes of the order.
    /// - Returns: what was decided.
    /// - Throws: ``OrderError/notFound(_:)``, or whatever `decide` throws, and then nothing is written.
    func modify(
        _ id: OrderID,
        noting progress: OrderProgress?,
        _ decide: @escaping @Sendable (Order) throws(OrderError) -> OrderDecision
    ) async throws -> OrderDecision

    /// Reads an order, asks what a wish to cancel it comes to and stores the answer; a wish for its workflow is queued
    /// for delivery in the same step.
    /// - Parameters:
    ///   - id: the order's id.
    ///   - decide: what it comes to; may be asked again when another change came first.
    /// - Returns: what was decided.
    /// - Throws: ``OrderError/notFound(_:)``, or whatever `decide` throws, and then nothing is written.
    func cancel(
        _ id: OrderID,
        _ decide: @escaping @Sendable (OrderRecord) throws(OrderError) -> CancellationDecision
    ) async throws -> CancellationDecision

    /// An order's events in their order, from the one after `sequence`; also those of a deleted order.
    func events(of id: OrderID, after sequence: Int64, limit: Int) async throws -> [OrderEvent]

    /// The events of all orders in the order in which they became visible; none is ever inserted before one
    /// that was handed out. The page's `next` is the position of its last event, also at the end of what there
    /// is, so that a reader can ask again later; it is nil only when the page is empty.
    func events(after position: EventPosition?, limit: Int) async throws -> Page<OrderEvent, EventPosition>
}

extension OrderStore {
    /// ``modify(_:noting:_:)`` without progress.
    package func modify(
        _ id: OrderID,
        _ decide: @escaping @Sendable (Order) throws(OrderError) -> OrderDecision
    ) async throws -> OrderDecision {
        try await modify(id, noting: nil, decide)
    }
}

/// All that one `POST /orders` stores.
package struct OrderCreation: Sendable {
    package let order: Order
    /// OrderCreated, and OrderValidated for one that was judged before.
    package let events: [OrderEvent]
    /// The fingerprint of what the order is made of; kept with the order.
    package let content: Fingerprint
    /// The fingerprint of the whole request; kept with the idempotency key.
    package let request: Fingerprint
    /// Whether the order's intake must still be started; not when the intake is what stores it.
    package let startsIntake: Bool

    package init(
        order: Order,
        events: [OrderEvent],
        content: Fingerprint,
        request: Fingerprint,
        startsIntake: Bool = true
    ) {
        self.order = order
        self.events = events
        self.content = content
        self.request = request
        self.startsIntake = startsIntake
    }
}

/// What became of an ``OrderCreation``. Only `created` wrote an order.
package enum OrderCreationOutcome: Sendable, Equatable {
    case created
    /// The key, or the external id with the same content, belongs to this order.
    case exists(OrderID)
    /// The key's order was deleted since.
    case deleted(OrderID)
    /// The key was used for a request with another fingerprint.
    case keyReused
    /// The external id belongs to this order, which has other content.
    case externalOrderTaken(by: OrderID)
    case unknownCustomer(CustomerID)
}

/// Which orders a list shows: those that match every part that is set.
package struct OrderFilter: Sendable, Equatable {
    package var status: OrderStatus?
    package var channel: Channel?
    package var customerID: CustomerID?
    package var externalOrderID: String?
    package var sku: SKU?
    /// Created at or after.
    package var from: Timestamp?
    /// Created before.
    package var to: Timestamp?

    package init(
        status: OrderStatus? = nil,
        channel: Channel? = nil,
        customerID: CustomerID? = nil,
        externalOrderID: String? = nil,
        sku: SKU? = nil,
        from: Timestamp? = nil,
        to: Timestamp? = nil
    ) {
        self.status = status
        self.channel = channel
        self.customerID = customerID
        self.externalOrderID = externalOrderID
        self.sku = sku
        self.from = from
        self.to = to
    }

    /// Whether an order is one of those; what every store's answer is held against.
    package func matches(_ order: Order) -> Bool {
        (status == nil || status == order.status)
            && (channel == nil || channel == order.channel)
            && (customerID == nil || customerID == order.customerID)
            && (externalOrderID == nil || externalOrderID == order.externalOrderID)
            && (sku == nil || order.lines.contains { $0.sku == sku })
            && (from.map { order.createdAt >= $0 } ?? true)
            && (to.map { order.createdAt < $0 } ?? true)
    }
}
