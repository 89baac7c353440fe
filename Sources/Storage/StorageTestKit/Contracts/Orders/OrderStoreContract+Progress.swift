import Messaging
import OMSKernel
import Orders

extension OrderStoreContract {
    private static func progress(_ step: String, after seconds: Int = 0, waitingFor reason: String? = nil)
        -> OrderProgress
    {
        OrderProgress(step: step, blockingReason: reason, since: now.advanced(by: .seconds(seconds)))
    }

    func notedProgress(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        try await ContractViolation.expectEqual(
            try await subject.orders.record(order.id),
            OrderRecord(order: order),
            "the record of a new order"
        )
        let waiting = Self.progress("WAIT_FOR_PICK", after: 5, waitingFor: "nobody picked it")
        for (noted, expected) in [
            (Self.progress("CREATE_PICK_WAVE", after: 1), Self.progress("CREATE_PICK_WAVE", after: 1)),
            (waiting, waiting),
            // What comes late is old news, and what comes again is the same.
            (Self.progress("CREATE_PICK_WAVE", after: 1), waiting),
            (waiting, waiting),
            // Of one moment, what is told last counts.
            (Self.progress("WAIT_FOR_PICK", after: 5), Self.progress("WAIT_FOR_PICK", after: 5)),
            (.finished(at: Self.now.advanced(by: .seconds(9))), .finished(at: Self.now.advanced(by: .seconds(9)))),
            (Self.progress("WAIT_FOR_PACK", after: 20), .finished(at: Self.now.advanced(by: .seconds(9)))),
        ] {
            try await subject.note(noted, on: order.id)
            let record = try await subject.orders.record(order.id)
            try await ContractViolation.expectEqual(record?.progress, expected, "after \(noted)")
        }
        try await ContractViolation.expectEqual(try await subject.orders.order(order.id), order, "the order")
        try await ContractViolation.expectEqual(try await subject.events(of: order.id).count, 1, "events")
        let moved = try await subject.created(Self.draft(key: "key-2"))
        let eventID = SystemIDGenerator().next(OrderEvent.self, at: Self.now)
        _ = try await subject.orders.modify(moved.id, noting: waiting) { order throws(OrderError) in
            try order.deciding(.validate, eventID: eventID, context: Self.context())
        }
        let record = try await subject.orders.record(moved.id)
        try await ContractViolation.expectEqual(record?.order.status, .validated, "the status")
        try await ContractViolation.expectEqual(record?.progress, waiting, "noted with the move")
    }

    func refusedProgress(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        do {
            _ = try await subject.orders.modify(order.id, noting: Self.progress("A")) { order throws(OrderError) in
                throw .over(order.id, status: order.status)
            }
            throw ContractViolation("the refusal was lost")
        } catch OrderError.over {
            // As it should be.
        }
        let record = try await subject.orders.record(order.id)
        try await ContractViolation.expectEqual(record, OrderRecord(order: order), "the record")
    }

    // MARK: Cancelling

    func immediateCancellation(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        let decision = try await subject.cancel(order.id, reason: "changed my mind")
        guard case .cancelled(let record, let event) = decision else {
            throw ContractViolation("a new order was not cancelled at once: \(decision)")
        }
        try await ContractViolation.expectEqual(try await subject.orders.record(order.id), record, "the record")
        try await ContractViolation.expectEqual(record.order.status, .cancelled, "the status")
        try await ContractViolation.expectEqual(try await subject.events(of: order.id).last, event, "the event")
        try await ContractViolation.expectEqual(try await subject.signals(), [], "signals")
        try await ContractViolation.expectEqual(
            try await subject.cancel(order.id),
            .unchanged(record),
            "a repetition"
        )
    }

    func requestedCancellation(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        try await subject.apply(.validate, to: order.id)
        let before = try await subject.orders.record(order.id)
        guard case .requested(let record) = try await subject.cancel(order.id, reason: "too slow") else {
            throw ContractViolation("a validated order's workflow was not asked")
        }
        let wish = OrderCancellation(requestedAt: Self.now, reason: "too slow", actor: "key:1")
        try await ContractViolation.expectEqual(record.cancellation, wish, "the wish")
        for _ in 0..<2 {
            try await ContractViolation.expectEqual(try await subject.orders.record(order.id), record, "the record")
            let again = try await subject.cancel(order.id, reason: "again")
            try await ContractViolation.expectEqual(again, .unchanged(record), "a repetition")
        }
        try await ContractViolation.expectEqual(record.order, before?.order, "the order")
        try await ContractViolation.expectEqual(
            try await subject.signals(),
            ["{\"signal\":\"CancelOrder\",\"orderId\":\"\(order.id)\",\"reason\":\"too slow\"}"],
            "signals"
        )
        try await subject.note(Self.progress("WAIT_FOR_PICK"), on: order.id)
        let noted = try await subject.orders.record(order.id)
        try await ContractViolation.expectEqual(noted?.cancellation, wish, "the wish beside progress")
        try await ContractViolation.expectEqual(noted?.progress, Self.progress("WAIT_FOR_PICK"), "the progress")
    }

    func settledCancellation(_ subject: Subject) async throws {
        let ends: [([OrderCommand], OrderCancellation.Outcome)] = [
            ([.cancel(reason: "too slow")], .done),
            ([.fail(reason: "no stock")], .refused(reason: "the order failed before")),
            (
                [.reserve, .startFulfillment, .ship],
                .refused(reason: "the shipment was being confirmed already: the order ships")
            ),
        ]
        for (index, (commands, outcome)) in ends.enumerated() {
            let order = try await subject.created(Self.draft(key: "key-\(index)"))
            try await subject.apply(.validate, to: order.id)
            _ = try await subject.cancel(order.id)
            let end = Self.now.advanced(by: .seconds(30))
            for command in commands { try await subject.apply(command, to: order.id, at: end) }
            let record = try await subject.orders.record(order.id)
            let settlement = OrderCancellation.Settlement(outcome: outcome, at: end)
            try await ContractViolation.expectEqual(record?.cancellation?.settlement, settlement, "\(commands)")
            // Nothing is asked of an order that has ended, and what became of the wish stays.
            _ = try? await subject.cancel(order.id)
            try await ContractViolation.expectEqual(try await subject.orders.record(order.id), record, "the record")
        }
        try await ContractViolation.expectEqual(try await subject.signals().count, ends.count, "signals")
    }

    func concurrentCancellations(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        try await subject.apply(.validate, to: order.id)
        let decisions = try await outcomes { _ in try await subject.cancel(order.id) }
        let requested = decisions.filter { if case .requested = $0 { true } else { false } }
        try await ContractViolation.expectEqual(requested.count, 1, "requested")
        try await ContractViolation.expectEqual(try await subject.signals().count, 1, "signals")
    }

    func deletedProgress(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        try await subject.apply(.validate, to: order.id)
        _ = try await subject.cancel(order.id)
        try await subject.note(Self.progress("WAIT_FOR_PICK"), on: order.id)
        try await subject.apply(.cancel(reason: nil), to: order.id)
        try await subject.apply(.delete, to: order.id)
        try await ContractViolation.expectEqual(try await subject.orders.record(order.id), nil, "the record")
        do {
            try await subject.note(Self.progress("WAIT_FOR_PACK"), on: order.id)
            throw ContractViolation("the progress of a deleted order was noted")
        } catch OrderError.notFound {
            // As it should be.
        }
    }

    // MARK: Submissions

    func validatedOrder(_ subject: Subject) async throws {
        let place = PlaceOrder(store: subject.orders, ids: SystemIDGenerator())
        for _ in 0..<2 {
            let placed = try await place(
                Self.draft(key: "key-1"),
                method: "POST",
                path: "/orders",
                isValidated: true,
                context: Self.context()
            )
            try await ContractViolation.expectEqual(placed.order.status, .validated, "the status")
            let stored = try await subject.orders.order(placed.order.id)
            try await ContractViolation.expectEqual(stored, placed.order, "the order")
            let events = try await subject.events(of: placed.order.id)
            try await ContractViolation.expectEqual(events.map(\.kind), [.created, .validated], "its events")
            try await ContractViolation.expectEqual(events.map(\.sequence), [1, 2], "their numbers")
            try await ContractViolation.expectEqual(try await subject.queued(), events.map(\.id.description), "queued")
            let asked = try await subject.messages(to: OutboxMessage.workflowsDestination)
            try await ContractViolation.expectEqual(asked, [], "what is asked of workflows, by an intake that runs")
        }
        let direct = try await place(Self.draft(key: "key-1"), method: "POST", path: "/orders", context: Self.context())
        try await ContractViolation.expect(direct.isReplay, "the same request made another order")
    }
}

extension OrderStoreContract.Subject {
    fileprivate func note(_ progress: OrderProgress, on id: OrderID) async throws {
        _ = try await orders.modify(id, noting: progress) { order throws(OrderError) in .unchanged(order) }
    }

    fileprivate func cancel(_ id: OrderID, reason: String? = nil) async throws -> CancellationDecision {
        try await CancelOrder(store: orders, ids: SystemIDGenerator())(
            id,
            reason: reason,
            expectedVersion: nil,
            context: OrderStoreContract.context()
        )
    }

    /// The payloads of the signals that are queued.
    fileprivate func signals() async throws -> [String] {
        try await messages(to: OutboxMessage.workflowsDestination)
            .filter { $0.type == OutboxMessage.signalWorkflowType }
            .map(\.payload)
    }
}
