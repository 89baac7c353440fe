import OMSKernel
import Warehouse

extension WarehouseStoreContract {
    func concurrentWaves(_ subject: Subject) async throws {
        let request = try Self.request(Self.orderID(), lines: 3)
        let found = try await AtOnce.outcomes { _ in
            try await subject.store.create(request, context: Self.context())
        }
        let stored = try await subject.details(of: request.orderID)
        try await ContractViolation.expect(found.allSatisfy { $0 == stored }, "not every call found the same wave")
        let open = try await subject.store.openTasks(after: nil, limit: .standard).elements
        try await ContractViolation.expectEqual(open, stored.tasks, "open tasks")
    }

    func concurrentCompletions(_ subject: Subject) async throws {
        let wave = try await subject.wave(lines: 4)
        // Every task by several operators at the same time.
        _ = try await AtOnce.outcomes(16) { caller in
            try await subject.store.complete(wave.tasks[caller % 4].id, context: Self.context("key:\(caller)"))
        }
        let after = try await subject.details(of: wave.wave.orderID)
        try await ContractViolation.expectEqual(after.wave.status, .picked, "the wave")
        try await ContractViolation.expectEqual(after.wave.openTasks, 0, "open tasks")
        try await expectOneSignal(.pickCompleted, to: wave.wave.orderID, in: subject)
    }

    func concurrentPackings(_ subject: Subject) async throws {
        let wave = try await subject.wave(lines: 1, picked: true)
        let found = try await AtOnce.outcomes { caller in
            try await subject.store.pack(wave.wave.orderID, context: Self.context(after: caller))
        }
        let stored = try await subject.details(of: wave.wave.orderID).wave
        try await ContractViolation.expect(found.allSatisfy { $0 == stored }, "not every call got the same answer")
        try await ContractViolation.expectEqual(
            try await subject.signals(),
            ["PickCompleted", "PackCompleted"],
            "signals"
        )
    }

    func cancelAgainstComplete(_ subject: Subject) async throws {
        for _ in 0..<8 {
            let wave = try await subject.wave(lines: 1)
            let id = wave.wave.orderID
            let before = try await subject.messages().count
            let refused = try await AtOnce.outcomes(2) { caller -> Bool in
                do {
                    if caller == 0 {
                        _ = try await subject.store.cancel(id, context: Self.context())
                    } else {
                        _ = try await subject.store.complete(wave.tasks[0].id, context: Self.context())
                    }
                    return false
                } catch WarehouseError.taskCancelled {
                    return true
                }
            }.contains(true)
            let after = try await subject.details(of: id)
            try await ContractViolation.expectEqual(after.wave.status, .cancelled, "the wave")
            try await ContractViolation.expectEqual(after.wave.openTasks, 0, "open tasks")
            try await ContractViolation.expectEqual(
                after.tasks.map(\.status),
                [refused ? .cancelled : .picked],
                "the task"
            )
            let signals = try await subject.messages().count - before
            try await ContractViolation.expectEqual(signals, refused ? 0 : 1, "signals")
        }
    }

    func cancelAgainstCreate(_ subject: Subject) async throws {
        for _ in 0..<8 {
            let request = try Self.request(Self.orderID())
            _ = try await AtOnce.outcomes(4) { caller in
                do {
                    if caller.isMultiple(of: 2) {
                        _ = try await subject.store.cancel(request.orderID, context: Self.context())
                    } else {
                        _ = try await subject.store.create(request, context: Self.context())
                    }
                } catch WarehouseError.illegalTransition {
                    // The cancellation came first.
                }
            }
            let after = try await subject.details(of: request.orderID)
            try await ContractViolation.expectEqual(after.wave.status, .cancelled, "the wave")
            try await ContractViolation.expect(after.tasks.allSatisfy { $0.status == .cancelled }, "a task is open")
        }
    }
}
