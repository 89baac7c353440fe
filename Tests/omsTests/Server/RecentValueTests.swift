import Synchronization
import Testing
import oms

@Suite struct RecentValueTests {
    /// A clock that moves when it is told to, and the searches made so far.
    private final class Scene: Sendable {
        private let state = Mutex((now: ContinuousClock.now, searches: 0))

        var now: ContinuousClock.Instant { state.withLock { $0.now } }

        func advance(_ duration: Duration) {
            state.withLock { $0.now += duration }
        }

        func search() -> Int {
            state.withLock { state in
                state.searches += 1
                return state.searches
            }
        }
    }

    private struct Failure: Error {}

    @Test func `a value is used again for a hundred times as long as finding it took`() async throws {
        let scene = Scene()
        let value = RecentValue(now: { scene.now }) {
            scene.advance(.milliseconds(10))
            return scene.search()
        }
        #expect(try await value.value() == 1)
        scene.advance(.milliseconds(999))
        #expect(try await value.value() == 1)
        scene.advance(.milliseconds(1))
        #expect(try await value.value() == 2)
    }

    @Test func `calls that come together search once`() async throws {
        let scene = Scene()
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let value = RecentValue(now: { scene.now }) {
            scene.advance(.seconds(1))
            for await _ in gate { break }
            return scene.search()
        }
        let found = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { try await value.value() } }
            open.yield()
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(found == [1])
    }

    @Test func `a failed search is told and not kept`() async throws {
        let scene = Scene()
        let value = RecentValue(now: { scene.now }) {
            let count = scene.search()
            if count == 1 { throw Failure() }
            return count
        }
        await #expect(throws: Failure.self) { try await value.value() }
        #expect(try await value.value() == 2)
    }
}
