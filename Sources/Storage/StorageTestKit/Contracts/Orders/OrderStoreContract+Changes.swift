import OMSKernel
import Orders

extension OrderStoreContract {
    func everyCommand(_ subject: Subject) async throws {
        let address = ShippingAddressDraft(name: "Bo", line1: "2 St", city: "Rome", country: "IT")
        var problems = ValidationError()
        guard let shipTo = ShippingAddress(address, field: "shipTo", problems: &problems) else { throw problems }
        let ways: [[OrderCommand]] = [
            [
                .update(OrderChanges(shipTo: .set(shipTo), priority: 3)),
                .update(OrderChanges(shipTo: .remove, priority: nil)), .validate, .reserve, .startFulfillment, .ship,
            ],
            [.cancel(reason: "changed my mind")],
            [.validate, .fail(reason: "no stock: A-1")],
        ]
        for (index, way) in ways.enumerated() {
            var order = try await subject.created(Self.draft(key: "key-\(index)"))
            var events = try await subject.events(of: order.id)
            for (step, command) in way.enumerated() {
                let moment = Self.now.advanced(by: .seconds(step + 1))
                let decision = try await subject.apply(command, to: order.id, at: moment)
                guard case .changed(let next, let event) = decision else {
                    throw ContractViolation("\(command) changed nothing")
                }
                order = next
                events.append(event)
                try await ContractViolation.expectEqual(try await subject.orders.order(order.id), order, "\(command)")
            }
            try await ContractViolation.expectEqual(try await subject.events(of: order.id), events, "events")
        }
    }

    func refusedCommand(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        do {
            try await subject.apply(.ship, to: order.id)
            throw ContractViolation("a new order was shipped")
        } catch OrderError.illegalTransition {
            // As it should be.
        }
        try await ContractViolation.expectEqual(try await subject.orders.order(order.id), order, "the order")
        try await ContractViolation.expectEqual(try await subject.events(of: order.id).count, 1, "events")
    }

    func unchangedOrder(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        try await subject.apply(.cancel(reason: nil), to: order.id)
        let before = try await subject.orders.order(order.id)
        let later = Self.now.advanced(by: .seconds(60))
        let decision = try await subject.apply(.cancel(reason: "again"), to: order.id, at: later)
        try await ContractViolation.expectEqual(decision, before.map { .unchanged($0) }, "the second cancel")
        try await ContractViolation.expectEqual(try await subject.orders.order(order.id), before, "the order")
        try await ContractViolation.expectEqual(try await subject.queued().count, 2, "events queued")
    }

    func agreement(_ subject: Subject) async throws {
        try await everyCommand(subject)
        let gone = try await subject.created(Self.draft(key: "key-9"))
        try await subject.apply(.cancel(reason: nil), to: gone.id)
        try await subject.apply(.delete, to: gone.id)
        let found = try await subject.diagnostics.disagreements(limit: 10)
        try await ContractViolation.expectEqual(found, [], "disagreements")
        let counts = try await subject.diagnostics.countByStatus()
        try await ContractViolation.expectEqual(counts, [.shipped: 1, .cancelled: 1, .failed: 1], "orders by status")
    }
}
