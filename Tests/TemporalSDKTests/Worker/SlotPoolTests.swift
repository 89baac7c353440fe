import TemporalSDK
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SlotPoolTests {
    @Test
    func `a slot is given to who waited longest`() async throws {
        let pool = SlotPool(limit: 1)
        let first = try await pool.acquire()
        #expect(pool.tryAcquire() == nil)
        async let second = pool.acquire()
        try #require(await eventually { pool.waiting == 1 })
        first.release()
        try await second.release()
        #expect(pool.free == 1)
    }

    @Test
    func `who is cancelled while waiting takes no slot`() async throws {
        let pool = SlotPool(limit: 1)
        let slot = try await pool.acquire()
        let waiter = Task { try await pool.acquire() }
        try #require(await eventually { pool.waiting == 1 })
        waiter.cancel()
        await #expect(throws: CancellationError.self) { _ = try await waiter.value }
        slot.release()
        #expect(pool.free == 1 && pool.waiting == 0)
    }
}
