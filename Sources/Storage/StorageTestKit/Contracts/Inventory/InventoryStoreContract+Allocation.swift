import Inventory
import OMSKernel

extension InventoryStoreContract {
    func allOrNothing(_ store: any InventoryStore) async throws {
        try await Self.stock(store, "a", 10)
        try await Self.stock(store, "b", 1)
        let order = Self.order()
        let outcome = try await Self.allocate(store, ["a": 3, "b": 2, "c": 1], for: order)
        try await ContractViolation.expectEqual(
            outcome,
            .short([
                Shortage(sku: Self.sku("b"), requested: 2, available: 1),
                Shortage(sku: Self.sku("c"), requested: 1, available: 0),
            ]),
            "the short order"
        )
        try await ContractViolation.expectEqual(try await store.allocation(of: order), nil, "its allocation")
        try await Self.expect(store, "a", onHand: 10, reserved: 0)
        // An order that was short may be met later.
        try await Self.stock(store, "b", 1)
        try await Self.stock(store, "c", 1)
        let later = try await Self.allocate(store, ["a": 3, "b": 2, "c": 1], for: order)
        let expected = Allocation(
            orderID: order,
            state: .held,
            reservations: [("a", 3), ("b", 2), ("c", 1)].map { Reservation(sku: Self.sku($0.0), quantity: $0.1) }
        )
        try await ContractViolation.expectEqual(later, .allocated(expected), "the met order")
        try await ContractViolation.expectEqual(try await store.allocation(of: order), expected, "its allocation")
        try await Self.expect(store, "b", onHand: 2, reserved: 2)
    }

    func repeatedAllocation(_ store: any InventoryStore) async throws {
        try await Self.stock(store, "a", 10)
        let order = Self.order()
        let first = try await Self.allocate(store, ["a": 4], for: order)
        let second = try await Self.allocate(store, ["a": 4], for: order)
        try await ContractViolation.expectEqual(second, first, "the second answer")
        try await Self.expect(store, "a", onHand: 10, reserved: 4)
    }

    func kit(_ store: any InventoryStore) async throws {
        try await Self.stock(store, "bolt", 100)
        try await Self.stock(store, "board", 10)
        let context = Self.context
        try await store.setComponents(
            of: Self.sku("shelf"),
            to: [Component(sku: Self.sku("board"), quantity: 2), Component(sku: Self.sku("bolt"), quantity: 8)],
            context: context
        )
        try await store.setComponents(
            of: Self.sku("room"),
            to: [Component(sku: Self.sku("shelf"), quantity: 2), Component(sku: Self.sku("bolt"), quantity: 1)],
            context: context
        )
        _ = try await Self.allocate(store, ["room": 2, "bolt": 5], for: Self.order())
        try await Self.expect(store, "board", onHand: 10, reserved: 8)
        try await Self.expect(store, "bolt", onHand: 100, reserved: 39)
        let short = try await Self.allocate(store, ["shelf": 2], for: Self.order())
        try await ContractViolation.expectEqual(
            short,
            .short([Shortage(sku: Self.sku("board"), requested: 4, available: 2)]),
            "the short kit"
        )
    }

    func refusedKits(_ store: any InventoryStore) async throws {
        let context = Self.context
        func set(_ kit: String, _ parts: [String]) async throws {
            let components = parts.map { Component(sku: Self.sku($0), quantity: 1) }
            try await store.setComponents(of: Self.sku(kit), to: components, context: context)
        }
        try await set("x", ["y"])
        try await set("y", ["z"])
        for (kit, part) in [("z", "x"), ("y", "x")] {
            try await Self.expectRefusal(.kitContainsItself(Self.sku(kit))) { try await set(kit, [part]) }
        }
        let kept = try await store.components(of: Self.sku("y"))
        try await ContractViolation.expectEqual(kept, [Component(sku: Self.sku("z"), quantity: 1)], "what y is made of")
        try await Self.expectRefusal(.isKit(Self.sku("x"))) { try await Self.stock(store, "x", 1) }
        try await Self.stock(store, "full", 1)
        try await Self.expectRefusal(.hasStock(Self.sku("full"), onHand: 1)) { try await set("full", ["a"]) }
        try await set("x", [])
        try await Self.stock(store, "x", 1)
        try await Self.expect(store, "x", onHand: 1, reserved: 0)
    }

    func consumption(_ store: any InventoryStore) async throws {
        try await Self.stock(store, "a", 10)
        let order = Self.order()
        try await Self.expectRefusal(.notAllocated(order)) {
            try await store.settle(.consume, for: order, context: Self.context)
        }
        _ = try await Self.allocate(store, ["a": 4], for: order)
        for _ in 0..<2 {
            let consumed = try await store.settle(.consume, for: order, context: Self.context)
            try await ContractViolation.expectEqual(consumed.state, .consumed, "the state")
            try await Self.expect(store, "a", onHand: 6, reserved: 0)
        }
        for _ in 0..<2 {
            let returned = try await store.settle(.release, for: order, context: Self.context)
            try await ContractViolation.expectEqual(returned.state, .returned, "the state")
            try await Self.expect(store, "a", onHand: 10, reserved: 0)
        }
        try await Self.expectRefusal(.illegalTransition(order, command: .consume, state: .returned)) {
            try await store.settle(.consume, for: order, context: Self.context)
        }
        try await Self.expect(store, "a", onHand: 10, reserved: 0)
    }

    func earlyRelease(_ store: any InventoryStore) async throws {
        try await Self.stock(store, "a", 10)
        let order = Self.order()
        for _ in 0..<2 {
            let released = try await store.settle(.release, for: order, context: Self.context)
            try await ContractViolation.expectEqual(released.state, .released, "the state")
        }
        try await Self.expectRefusal(.illegalTransition(order, command: .allocate, state: .released)) {
            try await Self.allocate(store, ["a": 1], for: order)
        }
        try await Self.expect(store, "a", onHand: 10, reserved: 0)
    }

    // MARK: At once

    func oversell(_ store: any InventoryStore) async throws {
        try await Self.stock(store, "part", 100)
        try await Self.stock(store, "box", 1_000)
        try await store.setComponents(
            of: Self.sku("kit"),
            to: [Component(sku: Self.sku("part"), quantity: 1), Component(sku: Self.sku("box"), quantity: 1)],
            context: Self.context
        )
        let allocated = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<500 {
                group.addTask {
                    let quantities: [String: Int64] = number.isMultiple(of: 2) ? ["kit": 1] : ["box": 1, "part": 1]
                    if case .allocated = try await Self.allocate(store, quantities, for: Self.order()) { return true }
                    return false
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        try await ContractViolation.expectEqual(allocated, 100, "how many of 500 orders got the 100 pieces")
        try await Self.expect(store, "part", onHand: 100, reserved: 100)
        try await Self.expect(store, "box", onHand: 1_000, reserved: 100)
    }

    func concurrentCommands(_ store: any InventoryStore) async throws {
        try await Self.stock(store, "a", 1_000)
        for _ in 0..<10 {
            let order = Self.order()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { _ = try await Self.allocate(store, ["a": 1], for: order) } }
                try await group.waitForAll()
                for _ in 0..<4 {
                    group.addTask { _ = try await store.settle(.consume, for: order, context: Self.context) }
                }
                try await group.waitForAll()
            }
        }
        try await Self.expect(store, "a", onHand: 990, reserved: 0)
    }
}
