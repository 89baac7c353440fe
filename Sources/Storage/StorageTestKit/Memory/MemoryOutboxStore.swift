package import Messaging
package import OMSKernel
import Synchronization

/// An outbox in memory: the port's rules at their plainest, for tests.
package final class MemoryOutboxStore: OutboxStore {
    private let state = Mutex(MemoryOutboxState())

    package init() {}

    /// Queues messages in their order, as a store does in the transaction that it tells of.
    package func append(_ messages: [NewOutboxMessage]) {
        state.withLock { $0.append(messages) }
    }

    package func acquireLease(holder: String, now: Timestamp, expiry: Timestamp) async throws -> Bool {
        state.withLock { $0.acquireLease(holder: holder, now: now, expiry: expiry) }
    }

    package func releaseLease(holder: String) async throws {
        state.withLock { state in
            if state.lease?.holder == holder { state.lease = nil }
        }
    }

    package func dueMessages(now: Timestamp, limit: Int) async throws -> [OutboxMessage] {
        state.withLock { $0.due(now: now, limit: limit) }
    }

    package func settle(_ results: [OutboxResult], now: Timestamp) async throws {
        state.withLock { state in
            for result in results { state.settle(result, now: now) }
        }
    }

    package func depth() async throws -> OutboxDepth {
        state.withLock { state in
            OutboxDepth(
                undelivered: state.rows.count,
                oldest: state.rows.values.map(\.message.createdAt).min(),
                dead: state.dead.count
            )
        }
    }

    package func deadLetters(after: Int64?, limit: PageLimit) async throws -> Page<DeadLetter, Int64> {
        state.withLock { state in
            let rest = state.dead.values
                .filter { letter in after.map { letter.message.position > $0 } ?? true }
                .sorted { $0.message.position < $1.message.position }
            let page = Array(rest.prefix(limit.count))
            return Page(elements: page, next: rest.count > page.count ? page.last?.message.position : nil)
        }
    }

    package func retryDeadLetter(_ position: Int64, now: Timestamp) async throws -> Int {
        state.withLock { state in
            guard let letter = state.dead[position] else { return 0 }
            let key = MemoryOutboxState.Key(letter.message)
            let positions = state.dead.keys.filter { earlier in
                earlier <= position && state.dead[earlier].map { MemoryOutboxState.Key($0.message) } == key
            }
            return state.revive(positions, now: now)
        }
    }

    package func retryDeadLetters(limit: Int, now: Timestamp) async throws -> Int {
        state.withLock { state in
            state.revive(Array(state.dead.keys.sorted().prefix(limit)), now: now)
        }
    }
}
