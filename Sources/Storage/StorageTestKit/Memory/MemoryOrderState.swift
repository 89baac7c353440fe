import OMSKernel
import Orders

/// What a ``MemoryOrderStore`` holds behind its lock.
struct MemoryOrderState {
    struct Record {
        var order: Order
        let content: Fingerprint
        var progress: OrderProgress?
        var cancellation: OrderCancellation?

        var known: OrderRecord { OrderRecord(order: order, progress: progress, cancellation: cancellation) }
    }

    struct LedgerEntry {
        let request: Fingerprint
        let orderID: OrderID
        let createdAt: Timestamp
    }

    struct ExternalID: Hashable {
        let channel: Channel
        let text: String
    }

    var records: [OrderID: Record] = [:]
    var ledger: [RequestKey: LedgerEntry] = [:]
    private(set) var orderByRequestID: [RequestKey: OrderID] = [:]
    private(set) var orderByExternalID: [ExternalID: OrderID] = [:]
    private(set) var eventsByOrder: [OrderID: [OrderEvent]] = [:]
    /// All events; an event's position is its index plus one.
    private(set) var feed: [OrderEvent] = []

    /// What is known of a creation's key or external id already; nil when both are new.
    mutating func knownOutcome(of creation: OrderCreation) -> OrderCreationOutcome? {
        let key = creation.order.requestID
        if let entry = ledger[key] {
            guard entry.request == creation.request else { return .keyReused }
            return records[entry.orderID] == nil ? .deleted(entry.orderID) : .exists(entry.orderID)
        }
        // The ledger is pruned; the order's own request id stays as long as the order.
        if let id = orderByRequestID[key], let record = records[id] {
            return record.content == creation.content ? .exists(id) : .keyReused
        }
        if let external = creation.order.externalID, let id = orderByExternalID[external], let record = records[id] {
            guard record.content == creation.content else { return .externalOrderTaken(by: id) }
            note(creation, for: id)
            return .exists(id)
        }
        return nil
    }

    mutating func insert(_ creation: OrderCreation) {
        let order = creation.order
        records[order.id] = Record(order: order, content: creation.content)
        orderByRequestID[order.requestID] = order.id
        if let external = order.externalID { orderByExternalID[external] = order.id }
        note(creation, for: order.id)
        for event in creation.events { append(event) }
    }

    /// Puts an order in its new state; one that ends settles the wish to cancel it.
    mutating func replace(_ order: Order) {
        records[order.id]?.order = order
        guard let wish = records[order.id]?.cancellation, wish.settlement == nil,
            let outcome = OrderCancellation.Outcome(orderEndsAs: order.status)
        else { return }
        records[order.id]?.cancellation = OrderCancellation(
            requestedAt: wish.requestedAt,
            reason: wish.reason,
            actor: wish.actor,
            settlement: .init(outcome: outcome, at: order.updatedAt)
        )
    }

    mutating func note(_ progress: OrderProgress, on id: OrderID) {
        guard let record = records[id], progress.replaces(record.progress) else { return }
        records[id]?.progress = progress
    }

    mutating func remove(_ id: OrderID) {
        guard let order = records.removeValue(forKey: id)?.order else { return }
        orderByRequestID[order.requestID] = nil
        if let external = order.externalID { orderByExternalID[external] = nil }
    }

    mutating func append(_ event: OrderEvent) {
        eventsByOrder[event.orderID, default: []].append(event)
        feed.append(event)
    }

    /// How an order contradicts its events; nil when it does not.
    func disagreement(of order: Order) -> OrderDisagreement? {
        let events = eventsByOrder[order.id] ?? []
        if order.version != Int64(events.count) {
            return OrderDisagreement(
                orderID: order.id,
                problem: "version is \(order.version), it has \(events.count) events"
            )
        }
        let told = events.last { $0.kind.resultingStatus != nil }?.kind.resultingStatus
        guard told != order.status else { return nil }
        return OrderDisagreement(
            orderID: order.id,
            problem: "status is \(order.status.rawValue), its events say \(told?.rawValue ?? "nothing")"
        )
    }

    private mutating func note(_ creation: OrderCreation, for id: OrderID) {
        ledger[creation.order.requestID] = LedgerEntry(
            request: creation.request,
            orderID: id,
            createdAt: creation.order.createdAt
        )
    }
}

extension Order {
    fileprivate var externalID: MemoryOrderState.ExternalID? {
        externalOrderID.map { MemoryOrderState.ExternalID(channel: channel, text: $0) }
    }
}
