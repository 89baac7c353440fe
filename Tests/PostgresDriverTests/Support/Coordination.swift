import Dispatch
import Synchronization

/// Counts from 1, from any thread.
final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .relaxed) }

    func set(_ value: Int) { count.store(value, ordering: .relaxed) }

    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}

/// Lets threads go on once all of them are there; blocks, so only for database threads.
final class Barrier: Sendable {
    private let count: Int
    private let arrived = Counter()
    private let gate = DispatchSemaphore(value: 0)

    init(count: Int) {
        self.count = count
    }

    func arrive() {
        if arrived.next() == count { for _ in 0..<count { gate.signal() } }
        _ = gate.wait(timeout: .now() + 60)
    }
}
