import Inventory
import OMSKernel
import OMSWorkflows
import TemporalSDK
import TestSupport
import Testing

/// The activities that reorder goods, with the sandbox supplier: one purchase is one order there and one receipt here.
@Suite(.timeLimit(.minutes(5)))
struct ReplenishmentActivityTests {
    private static let sku = SKU(trusted: "A 1")

    /// A purchase of 20 pieces of a SKU of which 2 are left.
    private static func with(
        _ kind: BenchKind,
        delay: Duration? = .seconds(60),
        _ test: (ActivityBench, SandboxSupplier) async throws -> Void
    ) async throws {
        try await kind.with { bench in
            let managing = ManageStock(store: bench.inventory, ids: bench.ids, clock: bench.clock)
            let adjustment = try StockAdjustment(sku: sku, delta: 2, reason: "count", key: "stock")
            _ = try await managing.adjust(adjustment, actor: "test")
            let policy = try ReorderPolicy(point: 5, quantity: 20)
            _ = try await managing.setReordering(of: sku, to: policy, expectedVersion: nil, actor: "test")
            try await bench.supplier.set(
                SandboxSupplierSettings(delay: delay, errorPercent: 0, isOut: false, failNext: 0)
            )
            try await test(bench, SandboxSupplier(store: bench.supplier, clock: bench.clock, drawPercent: { 50 }))
        }
    }

    private static func place(_ bench: ActivityBench, reminder: Int = 0) async throws {
        let input = Activities.ReplenishmentOrder(sku: sku.code, purchaseOrder: "run-1", reminder: reminder)
        try await bench.call(Activities.placeReplenishment, input)
    }

    private static func receive(_ bench: ActivityBench, _ quantity: Int64) async throws {
        let input = Activities.Receipt(sku: sku.code, purchaseOrder: "run-1", quantity: quantity)
        try await bench.call(Activities.receiveStock, input)
    }

    /// Runs an activity twice, several times at once, and once more after its answer was lost.
    private static func often(_ bench: ActivityBench, _ activity: @escaping @Sendable () async throws -> Void)
        async throws
    {
        if let forgetful = bench.forgetful {
            forgetful.loseAnswers(1)
            await #expect(throws: (any Error).self) { try await activity() }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 { group.addTask { try await activity() } }
            try await group.waitForAll()
        }
        try await activity()
    }

    @Test(arguments: BenchKind.allCases)
    func `goods are ordered once, sent once and booked in once`(kind: BenchKind) async throws {
        try await Self.with(kind) { bench, supplier in
            try await Self.often(bench) { try await Self.place(bench) }
            let early = try await supplier.deliverDue()
            #expect(early == 0)
            bench.clock.advance(by: .seconds(61))
            let sent = try await supplier.deliverDue()
            let again = try await supplier.deliverDue()
            #expect(sent == 1 && again == 0)
            try await Self.often(bench) { try await Self.receive(bench, 20) }
            let level = try #require(try await bench.inventory.level(of: Self.sku))
            #expect(level.onHand == 22 && !level.isReplenishing)
            let movements = try await bench.inventory.movements(of: Self.sku, after: nil, limit: .standard).elements
            #expect(movements.map(\.onHandDelta) == [20, 2])
        }
    }

    @Test(arguments: BenchKind.allCases)
    func `what never comes is reminded of, taken back, and asked for again`(kind: BenchKind) async throws {
        try await Self.with(kind, delay: nil) { bench, supplier in
            try await Self.place(bench)
            try await Self.place(bench, reminder: 1)
            bench.clock.advance(by: .seconds(1_000_000))
            let sent = try await supplier.deliverDue()
            #expect(sent == 0)
            try await Self.often(bench) { try await Self.receive(bench, 0) }
            let level = try #require(try await bench.inventory.level(of: Self.sku))
            #expect(level.onHand == 2 && level.isReplenishing)
        }
    }

    @Test(arguments: [BenchKind.memory, .sqlite])
    func `a reminder moves a supplier that has come to its senses`(kind: BenchKind) async throws {
        try await Self.with(kind, delay: nil) { bench, supplier in
            try await Self.place(bench)
            try await bench.supplier.set(.reliable)
            try await Self.place(bench, reminder: 1)
            bench.clock.advance(by: .seconds(2))
            let sent = try await supplier.deliverDue()
            #expect(sent == 1)
        }
    }

    @Test(arguments: [BenchKind.memory, .sqlite])
    func `goods that were sent before they were taken back are booked in`(kind: BenchKind) async throws {
        try await Self.with(kind, delay: .zero) { bench, supplier in
            try await Self.place(bench)
            _ = try await supplier.deliverDue()
            try await Self.receive(bench, 0)
            let level = try await bench.inventory.level(of: Self.sku)
            #expect(level?.onHand == 22)
        }
    }

    @Test func `a supplier that is away is asked again, and wrong inputs are not`() async throws {
        try await Self.with(.sqlite) { bench, _ in
            try await bench.supplier.set(
                SandboxSupplierSettings(delay: .zero, errorPercent: 0, isOut: false, failNext: 1)
            )
            let order = Activities.ReplenishmentOrder(sku: Self.sku.code, purchaseOrder: "run-1", reminder: 0)
            let away = try await bench.failure(of: Activities.placeReplenishment, order)
            #expect(away?.type == "Unavailable" && away?.isNonRetryable == false)
            let fine = try await bench.failure(of: Activities.placeReplenishment, order)
            #expect(fine == nil)
            let unknown = Activities.Receipt(sku: Self.sku.code, purchaseOrder: "run-2", quantity: 1)
            let refusal = try await bench.failure(of: Activities.receiveStock, unknown)
            #expect(refusal?.type == "IllegalTransition" && refusal?.isNonRetryable == true)
            let negative = Activities.Receipt(sku: Self.sku.code, purchaseOrder: "run-1", quantity: -1)
            let invalid = try await bench.failure(of: Activities.receiveStock, negative)
            #expect(invalid?.type == "ValidationError")
        }
    }
}
