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
        // A purchase that came to nothing: the SKU is still low, and asked for once more, however often that is said.
        try await Self.purchase(store, "p1", of: "a", received: 0)
        try await Self.purchase(store, "p1", of: "a", received: 20)
        try await ContractViolation.expectEqual(try await subject.replenishments(), ["a", "a"], "what was asked for")
        try await Self.purchase(store, "p2", of: "a", received: 20)
        try await ContractViolation.expectEqual(try await subject.replenishments(), ["a", "a"], "what was asked for")
    }

    func purchases(_ store: any InventoryStore) async throws {
        let sku = Self.sku("a")
        let number = RequestKey(trusted: "p1")
        try await Self.expectRefusal(.notReordered(sku)) {
            try await store.placePurchase(number, of: sku, context: Self.context)
        }
        try await Self.setReordering(store, "a", quantity: 20)
        let placed = try await store.placePurchase(number, of: sku, context: Self.context)
        try await ContractViolation.expectEqual(placed.quantity, 20, "the pieces ordered")
        // What was ordered stays what it was.
        try await Self.setReordering(store, "a", quantity: 30)
        let again = try await store.placePurchase(number, of: sku, context: Self.context)
        try await ContractViolation.expectEqual(again, placed, "the purchase")
        try await Self.expectRefusal(.unknownPurchase(number)) {
            try await store.placePurchase(number, of: Self.sku("b"), context: Self.context)
        }
        try await Self.expectRefusal(.unknownPurchase(RequestKey(trusted: "p2"))) {
            try await store.endPurchase(
                RequestKey(trusted: "p2"),
                of: sku,
                received: 1,
                context: Self.context
            )
        }
        let ends = try await AtOnce.outcomes { _ in
            try await store.endPurchase(number, of: sku, received: 20, context: Self.context)
        }
        try await ContractViolation.expect(ends.allSatisfy { $0.end?.received == 20 }, "an end differs")
        try await Self.expect(store, "a", onHand: 20, reserved: 0)
        let movements = try await store.movements(of: sku, after: nil, limit: .standard).elements
        try await ContractViolation.expectEqual(movements.map(\.kind), [.receipt], "the ledger")
    }

    private static func setReordering(_ store: any InventoryStore, _ code: String, quantity: Int64) async throws {
        _ = try await store.setReordering(
            of: sku(code),
            to: ReorderPolicy(point: 5, quantity: quantity),
            expectedVersion: nil,
            context: context
        )
    }

    private static func purchase(
        _ store: any InventoryStore,
        _ number: String,
        of code: String,
        received: Int64
    ) async throws {
        let number = RequestKey(trusted: number)
        _ = try await store.placePurchase(number, of: sku(code), context: context)
        _ = try await store.endPurchase(number, of: sku(code), received: received, context: context)
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
