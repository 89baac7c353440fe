import Inventory
import OMSKernel
import TestSupport
import Testing

@Suite struct StockBookTests {
    private let now = Timestamp(milliseconds: 1_800_000_000_000)
    private let order = OrderID(SequentialIDs().next(at: Timestamp(milliseconds: 1_800_000_000_000)))

    private func sku(_ code: String) -> SKU { SKU(trusted: code) }

    private func level(_ code: String, _ onHand: Int64, reserved: Int64 = 0, reorder: (Int64, Int64) = (0, 0))
        -> StockLevel
    {
        StockLevel(
            sku: sku(code),
            onHand: onHand,
            reserved: reserved,
            reorderPoint: reorder.0,
            reorderQuantity: reorder.1,
            isReplenishing: false,
            version: 1,
            updatedAt: now
        )
    }

    private func book(_ levels: [StockLevel]) -> StockBook {
        StockBook(levels, ids: SequentialIDs(), actor: "system", now: now)
    }

    @Test func `what is short is told with how much there is, an unknown SKU with none`() {
        let book = book([level("a", 10, reserved: 8), level("b", 5)])
        let shortages = book.shortages(of: [sku("a"): 3, sku("b"): 5, sku("c"): 1])
        #expect(
            shortages == [
                Shortage(sku: sku("a"), requested: 3, available: 2),
                Shortage(sku: sku("c"), requested: 1, available: 0),
            ]
        )
        #expect(shortages.map(\.missing) == [1, 1])
    }

    @Test func `each kind of movement adds what its name says`() throws {
        var book = book([level("a", 10, reserved: 4)])
        for (kind, onHand, reserved) in [
            (StockMovement.Kind.reservation, Int64(10), Int64(6)), (.release, 10, 4), (.consumption, 8, 2),
            (.customerReturn, 10, 2),
        ] {
            try book.move(kind, [Reservation(sku: sku("a"), quantity: 2)], for: order)
            let after = try #require(book.changes().levels.first)
            #expect(after.onHand == onHand && after.reserved == reserved, "\(kind)")
        }
        let changes = book.changes()
        #expect(changes.levels.first?.version == 2)
        #expect(changes.movements.map(\.kind) == [.reservation, .release, .consumption, .customerReturn])
        #expect(changes.movements.allSatisfy { $0.orderID == order })
    }

    @Test func `nothing goes below zero, and what is held stays`() throws {
        for delta in [Int64(-7), -11] {
            var book = book([level("a", 10, reserved: 4)])
            let adjustment = try StockAdjustment(sku: sku("a"), delta: delta, reason: "count", key: "k")
            #expect(throws: InventoryError.notEnough(sku("a"), onHand: 10, reserved: 4, delta: delta)) {
                try book.adjust(adjustment)
            }
            #expect(book.changes().levels.isEmpty && book.changes().movements.isEmpty)
        }
        var book = book([level("a", 10, reserved: 4)])
        try book.adjust(StockAdjustment(sku: sku("a"), delta: -6, reason: "count", key: "k"))
        #expect(book.changes().levels.first?.onHand == 4)
    }

    @Test func `a SKU that falls low is asked for once, until its replenishment ends`() throws {
        var book = book([level("a", 10, reorder: (5, 20))])
        try book.move(.reservation, [Reservation(sku: sku("a"), quantity: 5)], for: order)
        #expect(book.changes().replenishments.isEmpty)
        try book.move(.reservation, [Reservation(sku: sku("a"), quantity: 1)], for: order)
        let low = book.changes()
        #expect(low.replenishments == [sku("a")])
        var asked = StockBook(low.levels, ids: SequentialIDs(), actor: "system", now: now)
        try asked.move(.reservation, [Reservation(sku: sku("a"), quantity: 1)], for: order)
        #expect(asked.changes().replenishments.isEmpty)
        asked.endReplenishment(of: sku("a"))
        #expect(asked.changes().replenishments == [sku("a")])
    }

    @Test func `whatever happens, the ledger's sums are the stock`() throws {
        var random = SeededRandom.announced(for: "StockBookTests")
        let codes = ["a", "b", "c"]
        for _ in 0..<200 {
            var book = book([])
            for step in 0..<40 {
                let sku = sku(codes.randomElement(using: &random) ?? "a")
                let quantity = Int64.random(in: 1...50, using: &random)
                let kind = StockMovement.Kind.allCases.randomElement(using: &random) ?? .receipt
                if kind == .adjustment || kind == .receipt {
                    let delta = Bool.random(using: &random) ? quantity : -quantity
                    let reason = kind == .receipt ? StockAdjustment.receiptReason : "count"
                    try? book.adjust(StockAdjustment(sku: sku, delta: delta, reason: reason, key: "k\(step)"))
                } else {
                    try? book.move(kind, [Reservation(sku: sku, quantity: quantity)], for: order)
                }
            }
            let changes = book.changes()
            for level in changes.levels {
                let own = changes.movements.filter { $0.sku == level.sku }
                #expect(own.reduce(0) { $0 + $1.onHandDelta } == level.onHand)
                #expect(own.reduce(0) { $0 + $1.reservedDelta } == level.reserved)
                #expect(level.onHand >= 0 && level.reserved >= 0 && level.available >= 0)
            }
        }
    }
}
