package import OMSKernel

/// Takes an order in exactly once.
package struct PlaceOrder: Sendable {
    package struct Result: Sendable, Equatable {
        package let order: Order
        /// Whether the order was there already.
        package let isReplay: Bool
    }

    private let store: any OrderStore
    private let ids: any IDGenerator

    package init(store: any OrderStore, ids: any IDGenerator) {
        self.store = store
        self.ids = ids
    }

    /// Stores the order, or finds the one that the same request made before.
    /// - Parameters:
    ///   - draft: the order as the caller wrote it; its request id is the idempotency key.
    ///   - method: the request's method, part of what a key stands for.
    ///   - path: the request's path, likewise.
    ///   - isValidated: whether the order's intake stores it: then it was judged before, and is VALIDATED at once.
    ///   - context: who asks, and when.
    /// - Returns: the order, and whether it was there already.
    /// - Throws: ``ValidationError``; ``OrderError`` for a reused key, a deleted order, a taken external id
    ///   or an unknown customer; what the store throws.
    package func callAsFunction(
        _ draft: OrderDraft,
        method: String,
        path: String,
        isValidated: Bool = false,
        context: CommandContext
    ) async throws -> Result {
        let new = try NewOrder(draft)
        let placed = Order.placing(new, ids: ids, context: context)
        var order = placed.order
        var events = [placed.event]
        if isValidated {
            let eventID = ids.next(OrderEvent.self, at: context.now)
            if case .changed(let next, let event) = try order.deciding(.validate, eventID: eventID, context: context) {
                order = next
                events.append(event)
            }
        }
        let content = new.contentFingerprint
        let outcome = try await store.create(
            OrderCreation(
                order: order,
                events: events,
                content: content,
                request: Fingerprint(method: method, path: path, content: content),
                startsIntake: !isValidated
            )
        )
        switch outcome {
        case .created:
            return Result(order: order, isReplay: false)
        case .exists(let id):
            guard let existing = try await store.order(id) else { throw OrderError.deleted(id) }
            return Result(order: existing, isReplay: true)
        case .deleted(let id):
            throw OrderError.deleted(id)
        case .keyReused:
            throw OrderError.keyReused(order.requestID)
        case .externalOrderTaken(let id):
            throw OrderError.externalOrderTaken(
                externalOrderID: order.externalOrderID ?? "",
                channel: order.channel,
                by: id
            )
        case .unknownCustomer(let id):
            throw OrderError.unknownCustomer(id)
        }
    }
}
