import Messaging
import OMSKernel
import Orders

extension OrderStoreContract {
    /// The time at which the checks happen.
    static let now = Timestamp(milliseconds: 1_800_000_000_000)
    static let traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    static func context(at moment: Timestamp = now) -> CommandContext {
        CommandContext(actor: "key:1", traceparent: traceparent, now: moment)
    }

    /// A draft of one item.
    static func draft(
        key: String?,
        externalOrderID: String? = nil,
        channel: String? = nil,
        customerID: String? = nil,
        quantity: Int64 = 1
    ) -> OrderDraft {
        OrderDraft(
            requestID: key,
            externalOrderID: externalOrderID,
            channel: channel,
            customerID: customerID,
            items: [OrderItemDraft(sku: "A-1", quantity: quantity)]
        )
    }
}

extension OrderStoreContract.Subject {
    private static let ids = SystemIDGenerator()

    /// A creation as `PlaceOrder` makes it.
    func creation(_ draft: OrderDraft, at moment: Timestamp = OrderStoreContract.now) throws -> OrderCreation {
        let new = try NewOrder(draft)
        let (order, event) = Order.placing(new, ids: Self.ids, context: OrderStoreContract.context(at: moment))
        return OrderCreation(
            order: order,
            events: [event],
            content: new.contentFingerprint,
            request: Fingerprint(method: "POST", path: "/orders", content: new.contentFingerprint)
        )
    }

    func place(
        _ draft: OrderDraft,
        at moment: Timestamp = OrderStoreContract.now
    ) async throws -> OrderCreationOutcome {
        try await orders.create(creation(draft, at: moment))
    }

    /// Places an order that must be new.
    /// - Returns: the order as it was made.
    @discardableResult
    func created(_ draft: OrderDraft, at moment: Timestamp = OrderStoreContract.now) async throws -> Order {
        let creation = try creation(draft, at: moment)
        try await ContractViolation.expectEqual(try await orders.create(creation), .created, "the creation")
        return creation.order
    }

    @discardableResult
    func apply(
        _ command: OrderCommand,
        to id: OrderID,
        expecting version: Int64? = nil,
        at moment: Timestamp = OrderStoreContract.now
    ) async throws -> OrderDecision {
        let eventID = Self.ids.next(OrderEvent.self, at: moment)
        return try await orders.modify(id) { order throws(OrderError) in
            try order.deciding(
                command,
                expectedVersion: version,
                eventID: eventID,
                context: OrderStoreContract.context(at: moment)
            )
        }
    }

    func addCustomer(_ id: String) async throws {
        let draft = CustomerDraft(customerID: id, name: "Ada")
        let customer = try Customer.registering(draft, ids: Self.ids, now: OrderStoreContract.now)
        try await ContractViolation.expect(try await customers.insert(customer), "customer \(id) was there already")
    }

    /// All events of an order.
    func events(of id: OrderID) async throws -> [OrderEvent] {
        try await orders.events(of: id, after: 0, limit: 10_000)
    }

    /// The events that are queued for delivery, by their ids.
    func queued() async throws -> [String] {
        try await messages(to: OutboxMessage.eventsDestination).map(\.messageID)
    }

    /// What is queued for a destination.
    func messages(to destination: String) async throws -> [OutboxMessage] {
        try await outbox.dueMessages(now: OrderStoreContract.now, limit: 10_000)
            .filter { $0.destination == destination }
    }

    /// All orders, oldest first.
    func all() async throws -> [Order] {
        try await pages(of: OrderFilter(), sorted: .oldestFirst, limit: .standard)
    }

    /// A whole list, page by page.
    func pages(of filter: OrderFilter, sorted: CreationOrder, limit: PageLimit) async throws -> [Order] {
        var found: [Order] = []
        var after: OrderID?
        for _ in 0..<100_000 {
            let page = try await orders.orders(matching: filter, sorted: sorted, after: after, limit: limit)
            try await ContractViolation.expect(page.elements.count <= limit.count, "a page is longer than its limit")
            found += page.elements
            guard let next = page.next else { return found }
            try await ContractViolation.expect(next != after, "the list does not go on after \(next)")
            after = next
        }
        throw ContractViolation("the list does not end")
    }
}
