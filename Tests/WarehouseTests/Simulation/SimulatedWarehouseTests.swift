import Messaging
import OMSKernel
import StorageTestKit
import Synchronization
import TestSupport
import Testing
import Warehouse

@Suite(.timeLimit(.minutes(5)))
struct SimulatedWarehouseTests {
    /// A clock that is where it is asked to be at once, and notes how long it was asked to wait.
    private struct ImpatientClock: Clock {
        typealias Instant = ContinuousClock.Instant

        final class Waits: Sendable {
            let durations = Mutex<[Duration]>([])
        }

        let waits = Waits()

        var now: Instant { ContinuousClock.now }
        var minimumResolution: Duration { .zero }

        func sleep(until deadline: Instant, tolerance: Duration?) async throws {
            try Task.checkCancellation()
            waits.durations.withLock { $0.append(now.duration(to: deadline)) }
            await Task.yield()
        }
    }

    private let clock = SettableClock()
    private let ids = SequentialIDs()
    private let outbox = MemoryOutboxStore()
    private let store: MemoryWarehouseStore
    private let waits = ImpatientClock()

    init() {
        let outbox = outbox
        store = MemoryWarehouseStore { outbox.append($0) }
    }

    private func warehouse(pace: Duration) -> SimulatedWarehouse {
        SimulatedWarehouse(work: PickAndPack(store: store, ids: ids, clock: clock), pace: pace, clock: waits)
    }

    private func order(lines: Int, priority: Int = 0) async throws -> OrderID {
        let orderID = ids.next(OrderSubject.self, at: clock.now())
        let request = try PickRequest(
            orderID: orderID,
            priority: priority,
            lines: (0..<lines).map { .init(sku: SKU(trusted: "A-\($0)"), quantity: 1) }
        )
        _ = try await PlanPicking(store: store, ids: ids, clock: clock).createWave(request)
        return orderID
    }

    @Test func `orders are picked and then packed`() async throws {
        let orders = [try await order(lines: 3), try await order(lines: 1, priority: 9)]
        let warehouse = warehouse(pace: .zero)
        #expect(try await warehouse.step() == 4)
        #expect(try await warehouse.step() == 2)
        #expect(try await warehouse.step() == 0)
        for orderID in orders { #expect(try await store.wave(of: orderID)?.wave.status == .packed) }
        #expect(try await store.wave(of: orders[0])?.tasks.map(\.pickedBy) == Array(repeating: "simulation", count: 3))
        #expect(try await outbox.dueMessages(now: clock.now(), limit: 10).count == 4)
    }

    @Test func `each task and each packing takes as long as the pace says`() async throws {
        _ = try await order(lines: 3)
        let warehouse = warehouse(pace: .seconds(2))
        while try await warehouse.step() > 0 {}
        let durations = waits.waits.durations.withLock { $0 }
        #expect(durations.count == 4)
        #expect(durations.allSatisfy { $0 > .seconds(1.9) && $0 <= .seconds(2) })
    }

    @Test func `an order that is cancelled meanwhile is passed over`() async throws {
        let orderID = try await order(lines: 2)
        let other = try await order(lines: 1)
        _ = try await store.cancel(orderID, context: WarehouseContext(actor: "system", now: clock.now(), ids: ids))
        let warehouse = warehouse(pace: .zero)
        while try await warehouse.step() > 0 {}
        #expect(try await store.wave(of: orderID)?.tasks.map(\.status) == [.cancelled, .cancelled])
        #expect(try await store.wave(of: other)?.wave.status == .packed)
    }

    @Test func `it works on until it is cancelled`() async throws {
        let warehouse = warehouse(pace: .zero)
        let worker = Task { await warehouse.run { Issue.record($0) } }
        let orders = [try await order(lines: 2), try await order(lines: 2)]
        let store = store
        #expect(
            try await eventually {
                for orderID in orders where try await store.wave(of: orderID)?.wave.status != .packed { return false }
                return true
            }
        )
        worker.cancel()
        await worker.value
    }
}
