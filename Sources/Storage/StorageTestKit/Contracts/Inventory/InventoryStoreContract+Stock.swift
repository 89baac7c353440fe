import Inventory
import OMSKernel

extension InventoryStoreContract {
    func adjustment(_ store: any InventoryStore) async throws {
        let outcome = try await Self.stock(store, "a", 10, key: "k1")
        try await ContractViolation.expectEqual(outcome.level.onHand, 10, "on hand")
        try await ContractViolation.expectEqual(outcome.movement.kind, .receipt, "the kind")
        let correction = try await Self.stock(store, "a", -3, reason: "counted \"7\" · 李", key: "k2")
        try await ContractViolation.expectEqual(correction.movement.kind, .adjustment, "the kind")
        try await ContractViolation.expectEqual(correction.level.version, 2, "the version")
        let page = try await store.movements(of: Self.sku("a"), after: nil, limit: .standard)
        try await ContractViolation.expectEqual(page.elements, [correction.movement, outcome.movement], "the ledger")
        try await Self.expect(store, "a", onHand: 7, reserved: 0)
        try await ContractViolation.expectEqual(try await store.level(of: Self.sku("b")), nil, "an unknown SKU")
    }

    func repeatedAdjustment(_ store: any InventoryStore) async throws {
        let first = try await Self.stock(store, "a", 10, key: "k")
        let second = try await Self.stock(store, "a", 10, key: "k")
        try await ContractViolation.expect(!first.isReplay && second.isReplay, "the second is no replay")
        try await ContractViolation.expectEqual(second.movement, first.movement, "the movement")
        for (code, delta, reason) in [("a", Int64(11), "receipt"), ("b", 10, "receipt"), ("a", 10, "other")] {
            try await Self.expectRefusal(.keyReused(RequestKey(trusted: "k"))) {
                try await Self.stock(store, code, delta, reason: reason, key: "k")
            }
        }
        try await Self.expect(store, "a", onHand: 10, reserved: 0)
    }

    func refusedAdjustment(_ store: any InventoryStore) async throws {
        try await Self.expectRefusal(.notEnough(Self.sku("a"), onHand: 0, reserved: 0, delta: -1)) {
            try await Self.stock(store, "a", -1, key: "k")
        }
        try await ContractViolation.expectEqual(try await store.level(of: Self.sku("a")), nil, "the refused SKU")
        try await Self.stock(store, "a", 5, key: "k")
        let order = Self.order()
        _ = try await Self.allocate(store, ["a": 4], for: order)
        try await Self.expectRefusal(.notEnough(Self.sku("a"), onHand: 5, reserved: 4, delta: -2)) {
            try await Self.stock(store, "a", -2, reason: "count")
        }
        try await Self.expect(store, "a", onHand: 5, reserved: 4)
    }

    func lowStock(_ subject: Subject) async throws {
        let store = subject.store
        try await Self.stock(store, "a", 10)
        let policy = try ReorderPolicy(point: 5, quantity: 20)
        let level = try await store.setReordering(
            of: Self.sku("a"),
            to: policy,
            expectedVersion: 1,
            context: Self.context
        )
        try await ContractViolation.expectEqual(level.reorderPoint, 5, "the reorder point")
        try await Self.expectRefusal(.staleVersion(Self.sku("a"), current: 2)) {
            try await store.setReordering(of: Self.sku("a"), to: policy, expectedVersion: 1, context: Self.context)
        }
        try await ContractViolation.expectEqual(try await subject.replenishments(), [], "what was asked for")
        for _ in 0..<3 { _ = try await Self.allocate(store, ["a": 2], for: Self.order()) }
        try await ContractViolation.expectEqual(try await subject.replenishments(), ["a"], "what was asked for")
        try await store.endReplenishment(of: Self.sku("a"), context: Self.context)
        try await ContractViolation.expectEqual(try await subject.replenishments(), ["a", "a"], "what was asked for")
        try await Self.stock(store, "a", 20)
        try await store.endReplenishment(of: Self.sku("a"), context: Self.context)
        try await ContractViolation.expectEqual(try await subject.replenishments(), ["a", "a"], "what was asked for")
    }

    func pages(_ store: any InventoryStore) async throws {
        let codes = ["B", "a", "ä", "z-1", "z-2"]
        for code in codes { try await Self.stock(store, code, 1) }
        var seen: [String] = []
        var after: SKU?
        repeat {
            let page = try await store.levels(after: after, limit: PageLimit(2) ?? .standard)
            seen += page.elements.map(\.sku.code)
            after = page.next
        } while after != nil
        try await ContractViolation.expectEqual(seen, ["B", "a", "z-1", "z-2", "ä"], "the SKUs by their bytes")
    }

    func concurrentAdjustments(_ store: any InventoryStore) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Each key is sent twice.
            for number in 0..<20 {
                group.addTask { try await Self.stock(store, "new", 3, key: "k\(number / 2)") }
            }
            try await group.waitForAll()
        }
        try await Self.expect(store, "new", onHand: 30, reserved: 0)
    }
}
