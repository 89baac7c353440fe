import Inventory
import OMSKernel

extension InventoryStoreContract {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)
    static let ids = SystemIDGenerator()
    static let context = InventoryContext(actor: "key:test", now: now, ids: ids)

    static func order() -> OrderID { ids.next(OrderSubject.self, at: now) }
    static func sku(_ code: String) -> SKU { SKU(trusted: code) }

    /// Puts pieces on the shelf.
    @discardableResult
    static func stock(
        _ store: any InventoryStore,
        _ code: String,
        _ delta: Int64,
        reason: String = "receipt",
        key: String? = nil
    ) async throws -> AdjustmentOutcome {
        let key = key ?? ids.next(at: now).description
        return try await store.adjust(
            StockAdjustment(sku: sku(code), delta: delta, reason: reason, key: key),
            context: context
        )
    }

    static func allocate(
        _ store: any InventoryStore,
        _ quantities: [String: Int64],
        for order: OrderID
    ) async throws -> AllocationOutcome {
        let needs = Dictionary(uniqueKeysWithValues: quantities.map { (sku($0.key), $0.value) })
        return try await store.allocate(needs, for: order, context: context)
    }

    /// - Throws: a violation when a SKU's stock is not as said, or its ledger adds up to something else.
    static func expect(
        _ store: any InventoryStore,
        _ code: String,
        onHand: Int64,
        reserved: Int64
    ) async throws {
        let level = try await store.level(of: sku(code))
        try await ContractViolation.expectEqual(level?.onHand, onHand, "\(code) on hand")
        try await ContractViolation.expectEqual(level?.reserved, reserved, "\(code) reserved")
        var sums = (onHand: Int64(0), reserved: Int64(0))
        var after: StockMovementID?
        repeat {
            let page = try await store.movements(of: sku(code), after: after, limit: PageLimit(100) ?? .standard)
            for movement in page.elements {
                sums.onHand += movement.onHandDelta
                sums.reserved += movement.reservedDelta
            }
            after = page.next
        } while after != nil
        try await ContractViolation.expectEqual(sums.onHand, onHand, "the ledger's sum of \(code) on hand")
        try await ContractViolation.expectEqual(sums.reserved, reserved, "the ledger's sum of \(code) reserved")
    }

    /// - Throws: a violation when the body does not throw this refusal.
    static func expectRefusal<Result>(
        _ expected: InventoryError,
        _ body: () async throws -> Result
    ) async throws {
        do {
            _ = try await body()
        } catch let error as InventoryError {
            try await ContractViolation.expectEqual(error, expected, "the refusal")
            return
        }
        throw ContractViolation("nothing was thrown, expected \(expected)")
    }
}
