import Access
import HTTPTypes
import Messaging
import OMSKernel
import Orders

/// `/events`: the events of all orders, and what could not be delivered.
struct EventRoutes: Sendable {
    private static let feed = "events"
    private static let deadLetters = "dead-letters"
    /// Before the first event.
    private static let start = EventPosition(transaction: 0, position: 0)
    /// How many dead letters one call puts back.
    private static let retryBatch = 1_000

    private let find: FindOrders
    private let outbox: any OutboxStore
    private let cursors: CursorCodec

    init(_ dependencies: APIDependencies, cursors: CursorCodec) {
        find = FindOrders(store: dependencies.orders)
        outbox = dependencies.outbox
        self.cursors = cursors
    }

    var routes: [Route] {
        [
            Route(.get, "/events", .scope(.ordersRead), handler: feed),
            Route(.get, "/events/dead", .scope(.operations), handler: deadLetters),
            Route(.post, "/events/dead/{position}/retry", .scope(.operations), handler: retryOne),
            Route(.post, "/events/dead/retry", .scope(.operations), handler: retryAll),
        ]
    }

    /// The feed never ends: `nextCursor` is never null and goes on from the last event, also when the page is empty.
    private func feed(_ call: Call) async throws -> Answer {
        var problems = ValidationError()
        let query = call.query
        let limit = query.limit(&problems)
        let after = cursors.position(
            in: query,
            EventPosition.self,
            list: Self.feed,
            parameter: "after",
            problems: &problems
        )
        try problems.throwIfAny()
        let page = try await find.events(after: after, limit: limit)
        return .list(page.elements, nextCursor: cursors.encode(page.next ?? after ?? Self.start, list: Self.feed)) {
            $0.event($1)
        }
    }

    private func deadLetters(_ call: Call) async throws -> Answer {
        var problems = ValidationError()
        let query = call.query
        let limit = query.limit(&problems)
        let after = cursors.position(in: query, Int64.self, list: Self.deadLetters, problems: &problems)
        try problems.throwIfAny()
        let page = try await outbox.deadLetters(after: after, limit: limit)
        return .list(page.elements, nextCursor: cursors.encode(page.next, list: Self.deadLetters)) {
            $0.deadLetter($1)
        }
    }

    private func retryOne(_ call: Call) async throws -> Answer {
        guard let position = Int64(call.parameters.value("position")), position >= 0 else {
            throw Problem.noSuchResource
        }
        let count = try await outbox.retryDeadLetter(position, now: call.receivedAt)
        guard count > 0 else { throw Problem(.notFound, "There is no dead letter \(position)") }
        return retried(count)
    }

    private func retryAll(_ call: Call) async throws -> Answer {
        retried(try await outbox.retryDeadLetters(limit: Self.retryBatch, now: call.receivedAt))
    }

    private func retried(_ count: Int) -> Answer {
        .json { $0.member("retried", count) }
    }
}
