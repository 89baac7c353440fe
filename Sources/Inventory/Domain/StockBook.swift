package import OMSKernel

/// The stock levels that one command touches, and the entries that it makes in the ledger. Pure: a store reads the
/// levels, asks, and writes what comes back in one transaction.
package struct StockBook: Sendable {
    /// What a command changes.
    package struct Changes: Sendable, Equatable {
        /// The new levels, sorted by SKU.
        package let levels: [StockLevel]
        package let movements: [StockMovement]
        /// SKUs that fell low with this command: a replenishment is to be started for each.
        package let replenishments: [SKU]
    }

    private var levels: [SKU: StockLevel]
    private var changed: Set<SKU> = []
    private var movements: [StockMovement] = []
    private let ids: any IDGenerator
    private let actor: String
    private let now: Timestamp

    /// - Parameters:
    ///   - levels: the levels of the SKUs that the command touches; those without stock are absent.
    ///   - ids: makes the ids of the ledger's entries.
    ///   - actor: who commands.
    ///   - now: when.
    package init(_ levels: [StockLevel], ids: any IDGenerator, actor: String, now: Timestamp) {
        self.levels = Dictionary(levels.map { ($0.sku, $0) }) { first, _ in first }
        self.ids = ids
        self.actor = actor
        self.now = now
    }

    /// Which of the needs cannot be met, sorted by SKU; empty when all can.
    package func shortages(of needs: [SKU: Int64]) -> [Shortage] {
        needs.compactMap { sku, quantity in
            let available = levels[sku]?.available ?? 0
            return available < quantity ? Shortage(sku: sku, requested: quantity, available: available) : nil
        }
        .sorted { $0.sku.code < $1.sku.code }
    }

    /// Moves an order's pieces.
    /// - Throws: ``InventoryError/notEnough(_:onHand:reserved:delta:)`` when the stock does not have them.
    package mutating func move(
        _ kind: StockMovement.Kind,
        _ reservations: [Reservation],
        for orderID: OrderID
    ) throws(InventoryError) {
        for reservation in reservations {
            let deltas = kind.deltas(of: reservation.quantity)
            try add(
                kind,
                to: reservation.sku,
                onHand: deltas.onHand,
                reserved: deltas.reserved,
                orderID: orderID
            )
        }
    }

    /// Adds to, or takes from, the pieces on hand.
    /// - Throws: ``InventoryError/notEnough(_:onHand:reserved:delta:)`` or ``InventoryError/tooMany(_:onHand:delta:)``.
    package mutating func adjust(_ adjustment: StockAdjustment) throws(InventoryError) {
        try add(
            adjustment.kind,
            to: adjustment.sku,
            onHand: adjustment.delta,
            reserved: 0,
            reason: adjustment.reason,
            key: adjustment.key
        )
    }

    /// Sets when and how much of a SKU is reordered.
    package mutating func setReordering(of sku: SKU, to policy: ReorderPolicy) {
        change(sku) { level in
            level.reorderPoint = policy.point
            level.reorderQuantity = policy.quantity
        }
    }

    /// Notes that a SKU's replenishment ended.
    package mutating func endReplenishment(of sku: SKU) {
        change(sku) { $0.isReplenishing = false }
    }

    /// Books in what came of a purchase, and ends the replenishment; only the latter for a purchase of which nothing
    /// came.
    /// - Throws: ``InventoryError/quantityTooLarge(_:)``.
    package mutating func receive(_ quantity: Int64, of purchase: Purchase) throws(InventoryError) {
        if quantity > 0 {
            try add(
                .receipt,
                to: purchase.sku,
                onHand: quantity,
                reserved: 0,
                reason: StockAdjustment.receiptReason,
                key: Purchase.receiptKey(of: purchase.number)
            )
        }
        endReplenishment(of: purchase.sku)
    }

    /// Changes a level; one that stays as it was keeps its version.
    private mutating func change(_ sku: SKU, _ body: (inout StockLevel) -> Void) {
        let before = levels[sku] ?? StockLevel(empty: sku, at: now)
        var level = before
        body(&level)
        guard level != before || level.version == 0 else { return }
        if changed.insert(sku).inserted { level.version += 1 }
        level.updatedAt = max(now, level.updatedAt)
        levels[sku] = level
    }

    private mutating func add(
        _ kind: StockMovement.Kind,
        to sku: SKU,
        onHand: Int64,
        reserved: Int64,
        orderID: OrderID? = nil,
        reason: String? = nil,
        key: RequestKey? = nil
    ) throws(InventoryError) {
        let level = levels[sku] ?? StockLevel(empty: sku, at: now)
        let (newOnHand, overflows) = level.onHand.addingReportingOverflow(onHand)
        let newReserved = level.reserved + reserved
        guard !overflows, newOnHand <= StockLevel.maximumQuantity else {
            throw .tooMany(sku, onHand: level.onHand, delta: onHand)
        }
        guard newReserved >= 0, newReserved <= newOnHand else {
            throw .notEnough(sku, onHand: level.onHand, reserved: level.reserved, delta: onHand - reserved)
        }
        change(sku) { level in
            level.onHand = newOnHand
            level.reserved = newReserved
        }
        movements.append(
            StockMovement(
                id: ids.next(StockMovement.self, at: now),
                sku: sku,
                kind: kind,
                onHandDelta: onHand,
                reservedDelta: reserved,
                orderID: orderID,
                reason: reason,
                key: key,
                actor: actor,
                createdAt: now
            )
        )
    }

    /// Everything that changed; a SKU that is low, and for which nothing was asked yet, is marked as asked for.
    package func changes() -> Changes {
        var replenishments: [SKU] = []
        let after = changed.sorted { $0.code < $1.code }.compactMap { levels[$0] }.map { level in
            guard level.isLow, !level.isReplenishing else { return level }
            var level = level
            level.isReplenishing = true
            replenishments.append(level.sku)
            return level
        }
        return Changes(levels: after, movements: movements, replenishments: replenishments)
    }
}
