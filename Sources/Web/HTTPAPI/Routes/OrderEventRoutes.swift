import Access
import HTTPTypes
import HummingbirdCore
import OMSKernel
import Orders

/// `/orders/{orderId}/events`: one order's events, as a page or as they happen.
struct OrderEventRoutes: Sendable {
    private let find: FindOrders
    private let streams: EventStreams

    init(_ dependencies: APIDependencies) {
        find = FindOrders(store: dependencies.orders)
        streams = EventStreams(
            orders: dependencies.orders,
            wakeups: dependencies.wakeups,
            limits: dependencies.limits
        )
    }

    var routes: [Route] {
        [Route(.get, "/orders/{orderId}/events", .scope(.ordersRead), handler: events)]
    }

    /// A page; or a live stream, when `Accept` asks for one.
    private func events(_ call: Call) async throws -> Answer {
        let id = try call.id(OrderSubject.self, "orderId")
        var problems = ValidationError()
        let query = call.query
        let limit = query.limit(&problems)
        let after = query.sequence("after", &problems)
        let wantsStream = call.request.headers[values: .accept].contains { $0.contains("text/event-stream") }
        let last = try call.header(.lastEventID).flatMap { Sequence.read($0, "Last-Event-ID", &problems) }
        try problems.throwIfAny()
        let start = (wantsStream ? last : nil) ?? after ?? 0
        if wantsStream {
            // The first look also tells whether there is such an order.
            _ = try await find.events(of: id, after: start, limit: limit)
            return try streams.open(of: id, after: start).about(id.description)
        }
        let page = try await find.events(of: id, after: start, limit: limit)
        return .list(page.elements, nextCursor: page.next.map(String.init)) { $0.event($1) }.about(id.description)
    }
}

/// The sequence number of an order's event, as clients send it.
private enum Sequence {
    static func read(_ text: String, _ field: String, _ problems: inout ValidationError) -> Int64? {
        guard let number = Int64(text), number >= 0, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            problems.add(field, "must be the sequence number of an event")
            return nil
        }
        return number
    }
}

extension Query {
    fileprivate func sequence(_ name: String, _ problems: inout ValidationError) -> Int64? {
        text(name, &problems).flatMap { Sequence.read($0, name, &problems) }
    }
}
