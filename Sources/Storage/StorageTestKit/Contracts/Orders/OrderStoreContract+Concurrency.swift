import OMSKernel
import Orders

extension OrderStoreContract {
    static let callers = 16

    func concurrentRepetitions(_ subject: Subject) async throws {
        let outcomes = try await outcomes { _ in try await subject.place(Self.draft(key: "key-1")) }
        try await expectOne(outcomes, in: subject)
    }

    func concurrentExternalIDs(_ subject: Subject) async throws {
        let outcomes = try await outcomes { caller in
            try await subject.place(Self.draft(key: "key-\(caller)", externalOrderID: "X"))
        }
        try await expectOne(outcomes, in: subject)
    }

    func concurrentOtherContents(_ subject: Subject) async throws {
        let outcomes = try await outcomes { caller in
            try await subject.place(Self.draft(key: "key-1", quantity: Int64(caller) + 1))
        }
        try await ContractViolation.expectEqual(outcomes.filter { $0 == .created }.count, 1, "created")
        let refused = outcomes.filter { $0 == .keyReused }.count
        try await ContractViolation.expectEqual(refused, Self.callers - 1, "refused")
        try await ContractViolation.expectEqual(try await subject.all().count, 1, "orders")
    }

    /// Changes that come at the same time all happen, one after the other.
    func concurrentChanges(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        let outcomes = try await outcomes { caller in
            // Odd callers flip what even ones set, so that some find nothing to do.
            let priority = caller.isMultiple(of: 2) ? caller % 9 : 9
            let changes = OrderChanges(shipTo: .keep, priority: priority)
            return try await subject.apply(.update(changes), to: order.id)
        }
        let changed = outcomes.filter { if case .changed = $0 { true } else { false } }.count
        let version = try await subject.orders.order(order.id)?.version
        try await ContractViolation.expectEqual(version, Int64(changed) + 1, "version")
        let sequences = try await subject.events(of: order.id).map(\.sequence)
        try await ContractViolation.expectEqual(sequences, Array(1...Int64(changed) + 1), "events")
    }

    func concurrentVersions(_ subject: Subject) async throws {
        let order = try await subject.created(Self.draft(key: "key-1"))
        let outcomes = try await outcomes { caller -> Bool in
            let changes = OrderChanges(shipTo: .keep, priority: 1 + caller % 9)
            do {
                _ = try await subject.apply(.update(changes), to: order.id, expecting: 1)
                return true
            } catch OrderError.staleVersion {
                return false
            }
        }
        try await ContractViolation.expectEqual(outcomes.filter { $0 }.count, 1, "commands that won")
        try await ContractViolation.expectEqual(try await subject.events(of: order.id).count, 2, "events")
    }

    /// What many callers at the same time get.
    func outcomes<Outcome: Sendable>(
        _ call: @escaping @Sendable (Int) async throws -> Outcome
    ) async throws -> [Outcome] {
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            for caller in 0..<Self.callers {
                group.addTask { try await call(caller) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// One caller made the order, all others found it.
    private func expectOne(_ outcomes: [OrderCreationOutcome], in subject: Subject) async throws {
        let orders = try await subject.all()
        try await ContractViolation.expectEqual(orders.count, 1, "orders")
        try await ContractViolation.expectEqual(outcomes.filter { $0 == .created }.count, 1, "created")
        let found = outcomes.filter { outcome in orders.contains { outcome == .exists($0.id) } }.count
        try await ContractViolation.expectEqual(found, Self.callers - 1, "found")
        try await ContractViolation.expectEqual(try await subject.queued().count, 1, "events queued")
    }
}
