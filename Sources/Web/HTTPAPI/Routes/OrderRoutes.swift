import Access
import HTTPTypes
import HummingbirdCore
import OMSKernel
import Orders

/// `/orders`: the canonical contract.
struct OrderRoutes: Sendable {
    private let place: PlaceOrder
    private let find: FindOrders
    private let change: ChangeOrder
    private let cancel: CancelOrder
    private let cursors: CursorCodec

    init(_ dependencies: APIDependencies, cursors: CursorCodec) {
        place = PlaceOrder(store: dependencies.orders, ids: dependencies.ids)
        find = FindOrders(store: dependencies.orders)
        change = ChangeOrder(store: dependencies.orders, ids: dependencies.ids)
        cancel = CancelOrder(store: dependencies.orders, ids: dependencies.ids)
        self.cursors = cursors
    }

    var routes: [Route] {
        [
            Route(.post, "/orders", .scope(.ordersWrite), handler: create),
            Route(.get, "/orders", .scope(.ordersRead), handler: list),
            Route(.get, "/orders/{orderId}", .scope(.ordersRead), handler: show),
            Route(.patch, "/orders/{orderId}", .scope(.ordersWrite), handler: update),
            Route(.delete, "/orders/{orderId}", .scope(.ordersWrite), handler: delete),
            Route(.post, "/orders/{orderId}/cancel", .scope(.ordersWrite), handler: cancelOrder),
        ]
    }

    private func create(_ call: Call) async throws -> Answer {
        let result = try await place(call, path: "/orders")
        var answer = Answer.order(result.order, status: result.isReplay ? .ok : .created)
        answer.noteCreation(of: result, at: "/orders")
        return answer
    }

    private func list(_ call: Call) async throws -> Answer {
        let request = try OrderListRequest(call.query, cursors: cursors)
        let page = try await find.orders(
            matching: request.filter,
            sorted: request.sorted,
            after: request.after,
            limit: request.limit
        )
        return .list(page.elements, nextCursor: cursors.encode(page.next, list: request.list)) { $0.order($1) }
    }

    private func show(_ call: Call) async throws -> Answer {
        .record(try await find.record(call.id(OrderSubject.self, "orderId")))
    }

    private func update(_ call: Call) async throws -> Answer {
        let id = try call.id(OrderSubject.self, "orderId")
        let condition = try EntityTagCondition(call.request.headers)
        let changes = try OrderChanges(try await call.json())
        return try await apply(.update(changes), to: id, if: condition, call)
    }

    /// 200 for an order that is cancelled now, 202 when its workflow was asked to cancel it.
    private func cancelOrder(_ call: Call) async throws -> Answer {
        let id = try call.id(OrderSubject.self, "orderId")
        let condition = try EntityTagCondition(call.request.headers)
        var problems = ValidationError()
        let isDryRun = call.query.flag("dryRun", &problems)
        try problems.throwIfAny()
        let request = try CancelRequest(try await call.optionalJSON())
        let expected = try await condition.expectedVersion { try await find.order(id).version }
        let context = call.commandContext
        if isDryRun {
            return .cancellation(try await cancel.plan(id, expectedVersion: expected, context: context), status: .ok)
        }
        let decision = try await cancel(id, reason: request.reason, expectedVersion: expected, context: context)
        let isDone = decision.record.order.status == .cancelled
        return .cancellation(decision.record, status: isDone ? .ok : .accepted)
    }

    private func delete(_ call: Call) async throws -> Answer {
        let id = try call.id(OrderSubject.self, "orderId")
        let condition = try EntityTagCondition(call.request.headers)
        return try await apply(.delete, to: id, if: condition, call)
    }

    private func apply(
        _ command: OrderCommand,
        to id: OrderID,
        if condition: EntityTagCondition,
        _ call: Call
    ) async throws -> Answer {
        let expected = try await condition.expectedVersion { try await find.order(id).version }
        switch try await change(command, on: id, expectedVersion: expected, context: call.commandContext) {
        case .unchanged(let order), .changed(let order, _): return .order(order)
        case .deleted: return .nothing.about(id.description)
        }
    }
}

extension PlaceOrder {
    /// Places the order of a request's body under its idempotency key.
    /// - Parameters:
    ///   - call: the request.
    ///   - path: the path, which a key stands for together with the body.
    /// - Returns: the order, and whether it was there already.
    /// - Throws: what is wrong with the request, or what the store throws.
    func callAsFunction(_ call: Call, path: String) async throws -> Result {
        var problems = ValidationError()
        var draft = OrderDraft(try await call.json(), &problems)
        draft.requestID = IdempotencyKey.read(call.request.headers, requestID: draft.requestID, &problems)
        try problems.throwIfAny()
        return try await self(draft, method: "POST", path: path, context: call.commandContext)
    }
}

extension Answer {
    /// 201 with the order's place, or 200 that says that nothing new happened.
    mutating func noteCreation(of result: PlaceOrder.Result, at path: String) {
        headers[.location] = "\(path)/\(result.order.id)"
        if result.isReplay { headers[.idempotentReplayed] = "true" }
    }
}
