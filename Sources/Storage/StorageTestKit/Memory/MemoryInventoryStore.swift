package import Inventory
package import OMSKernel
import Synchronization

/// Stock, ledger, kits and allocations in memory: the inventory store's rules at their plainest, for tests.
///
/// One lock makes each call one atomic step.
package final class MemoryInventoryStore: InventoryStore {
    private struct State {
        var levels: [SKU: StockLevel] = [:]
        var movements: [StockMovement] = []
        var kits: [SKU: [Component]] = [:]
        var allocations: [OrderID: Allocation] = [:]
        var purchases: [RequestKey: Purchase] = [:]

        mutating func apply(_ changes: StockBook.Changes) -> [SKU] {
            for level in changes.levels { levels[level.sku] = level }
            movements += changes.movements
            return changes.replenishments
        }

        func components(of skus: [SKU]) -> [SKU: [Component]] {
            Dictionary(uniqueKeysWithValues: skus.compactMap { sku in kits[sku].map { (sku, $0) } })
        }

        func book(of skus: some Sequence<SKU>, _ context: InventoryContext) -> StockBook {
            StockBook(
                skus.compactMap { levels[$0] },
                ids: context.ids,
                actor: context.actor,
                now: context.now
            )
        }
    }

    private let state = Mutex(State())
    private let onReplenishment: @Sendable (SKU) -> Void

    /// A store of nothing.
    /// - Parameter onReplenishment: told of each SKU that falls low, as an outbox would be; it must not call the store.
    package init(onReplenishment: @escaping @Sendable (SKU) -> Void = { _ in }) {
        self.onReplenishment = onReplenishment
    }

    package func level(of sku: SKU) async throws -> StockLevel? {
        state.withLock { $0.levels[sku] }
    }

    package func levels(after: SKU?, limit: PageLimit) async throws -> Page<StockLevel, SKU> {
        let rest = state.withLock { state in
            state.levels.values
                .filter { level in after.map { Self.isBefore($0, level.sku) } ?? true }
                .sorted { Self.isBefore($0.sku, $1.sku) }
        }
        let page = Array(rest.prefix(limit.count))
        return Page(elements: page, next: rest.count > page.count ? page.last?.sku : nil)
    }

    package func movements(
        of sku: SKU,
        after: StockMovementID?,
        limit: PageLimit
    ) async throws -> Page<StockMovement, StockMovementID> {
        let rest = state.withLock { state in
            state.movements
                .filter { movement in movement.sku == sku && (after.map { movement.id < $0 } ?? true) }
                .sorted { $0.id > $1.id }
        }
        let page = Array(rest.prefix(limit.count))
        return Page(elements: page, next: rest.count > page.count ? page.last?.id : nil)
    }

    package func components(of sku: SKU) async throws -> [Component] {
        state.withLock { $0.kits[sku] ?? [] }
    }

    package func allocation(of orderID: OrderID) async throws -> Allocation? {
        state.withLock { $0.allocations[orderID] }
    }

    package func allocate(
        _ quantities: [SKU: Int64],
        for orderID: OrderID,
        context: InventoryContext
    ) async throws -> AllocationOutcome {
        try changing { state in
            if let existing = state.allocations[orderID] {
                guard AllocationStateMachine.outcome(of: .allocate, in: existing.state) == .alreadyDone else {
                    throw InventoryError.illegalTransition(orderID, command: .allocate, state: existing.state)
                }
                return (.allocated(existing), [])
            }
            let needs = try BillOfMaterials.explode(quantities) { state.components(of: $0) }
            var book = state.book(of: needs.keys, context)
            let shortages = book.shortages(of: needs)
            guard shortages.isEmpty else { return (.short(shortages), []) }
            let reservations = needs.map { Reservation(sku: $0.key, quantity: $0.value) }
                .sorted { Self.isBefore($0.sku, $1.sku) }
            try book.move(.reservation, reservations, for: orderID)
            let allocation = Allocation(orderID: orderID, state: .held, reservations: reservations)
            state.allocations[orderID] = allocation
            return (.allocated(allocation), state.apply(book.changes()))
        }
    }

    package func settle(
        _ command: AllocationCommand,
        for orderID: OrderID,
        context: InventoryContext
    ) async throws -> Allocation {
        try changing { state in
            let existing = state.allocations[orderID]
            let reservations = existing?.reservations ?? []
            switch AllocationStateMachine.outcome(of: command, in: existing?.state) {
            case .alreadyDone:
                return (existing ?? Allocation(orderID: orderID, state: .released, reservations: []), [])
            case .refused:
                guard let existing else { throw InventoryError.notAllocated(orderID) }
                throw InventoryError.illegalTransition(orderID, command: command, state: existing.state)
            case .moves(let next, let kind):
                var book = state.book(of: reservations.map(\.sku), context)
                try book.move(kind, reservations, for: orderID)
                let allocation = Allocation(orderID: orderID, state: next, reservations: reservations)
                state.allocations[orderID] = allocation
                return (allocation, state.apply(book.changes()))
            }
        }
    }

    package func adjust(_ adjustment: StockAdjustment, context: InventoryContext) async throws -> AdjustmentOutcome {
        try changing { state in
            let sku = adjustment.sku
            let level = state.levels[sku] ?? StockLevel(empty: sku, at: context.now)
            if let earlier = state.movements.first(where: { $0.key == adjustment.key }) {
                guard
                    earlier.sku == sku, earlier.onHandDelta == adjustment.delta, earlier.reason == adjustment.reason
                else { throw InventoryError.keyReused(adjustment.key) }
                return (AdjustmentOutcome(level: level, movement: earlier, isReplay: true), [])
            }
            guard state.kits[sku] == nil else { throw InventoryError.isKit(sku) }
            var book = state.book(of: [sku], context)
            try book.adjust(adjustment)
            let changes = book.changes()
            let outcome = AdjustmentOutcome(
                level: changes.levels[0],
                movement: changes.movements[0],
                isReplay: false
            )
            return (outcome, state.apply(changes))
        }
    }

    package func setReordering(
        of sku: SKU,
        to policy: ReorderPolicy,
        expectedVersion: Int64?,
        context: InventoryContext
    ) async throws -> StockLevel {
        try changing { state in
            let level = state.levels[sku] ?? StockLevel(empty: sku, at: context.now)
            if let expectedVersion, expectedVersion != level.version {
                throw InventoryError.staleVersion(sku, current: level.version)
            }
            var book = state.book(of: [sku], context)
            book.setReordering(of: sku, to: policy)
            let changes = book.changes()
            return (changes.levels.first ?? level, state.apply(changes))
        }
    }

    package func placePurchase(
        _ number: RequestKey,
        of sku: SKU,
        context: InventoryContext
    ) async throws -> Purchase {
        let placed = try changing { state -> (Purchase?, [SKU]) in
            if let known = state.purchases[number] {
                guard known.sku == sku else { throw InventoryError.unknownPurchase(number) }
                return (known, [])
            }
            guard let level = state.levels[sku], level.isReplenishing, level.reorderQuantity > 0 else {
                var book = state.book(of: [sku], context)
                book.endReplenishment(of: sku)
                return (nil, state.apply(book.changes()))
            }
            let purchase = Purchase(
                number: number,
                sku: sku,
                quantity: level.reorderQuantity,
                placedAt: context.now
            )
            state.purchases[number] = purchase
            return (purchase, [])
        }
        guard let placed else { throw InventoryError.notReordered(sku) }
        return placed
    }

    package func endPurchase(
        _ number: RequestKey,
        of sku: SKU,
        received quantity: Int64,
        context: InventoryContext
    ) async throws -> Purchase {
        try changing { state in
            guard let purchase = state.purchases[number], purchase.sku == sku else {
                throw InventoryError.unknownPurchase(number)
            }
            guard let ended = purchase.ending(received: quantity, at: context.now) else { return (purchase, []) }
            var book = state.book(of: [sku], context)
            try book.receive(quantity, of: purchase)
            state.purchases[number] = ended
            return (ended, state.apply(book.changes()))
        }
    }

    package func setComponents(
        of sku: SKU,
        to components: [Component],
        context: InventoryContext
    ) async throws {
        try changing { state in
            let level = state.levels[sku] ?? StockLevel(empty: sku, at: context.now)
            guard components.isEmpty || level.onHand == 0 else {
                throw InventoryError.hasStock(sku, onHand: level.onHand)
            }
            let kits = state.kits
            try BillOfMaterials.check(sku, madeOf: components) {
                state.components(of: $0)
            } parents: { skus in
                kits.filter { $0.value.contains { skus.contains($0.sku) } }.map(\.key)
            }
            state.levels[sku] = level
            state.kits[sku] = components.isEmpty ? nil : components
            return ((), [])
        }
    }

    private func changing<Result>(_ body: (inout State) throws -> (Result, [SKU])) rethrows -> Result {
        try state.withLock { state in
            let (result, replenishments) = try body(&state)
            replenishments.forEach(onReplenishment)
            return result
        }
    }

    /// SKUs in the order of their bytes, as databases with binary collation have them.
    private static func isBefore(_ left: SKU, _ right: SKU) -> Bool {
        left.code.utf8.lexicographicallyPrecedes(right.code.utf8)
    }
}
