import DatabaseTestSupport
import Dispatch
import OMSKernel
import Orders
import SQLPort
import SQLStorage
import Synchronization
import Testing

/// What one request finds while another one has its key. SQLite runs its writes one after the other, so this is
/// PostgreSQL's alone.
@Suite(.timeLimit(.minutes(5)))
struct KeyRaceTests {
    @Test
    func `a key that is forgotten while it is looked at decides anew`() async throws {
        try await DatabaseKind.postgres.withDatabase { database in
            let first = try Self.creation(quantity: 1)
            #expect(try await SQLOrderStore(database: database).create(first) == .created)
            let looks = Atomic<Int>(0)
            // In the same transaction, so that the entry is there again for the next attempt.
            let racing = InterposedDatabase(base: database) { sql, connection in
                guard sql.hasPrefix("SELECT fingerprint"), looks.add(1, ordering: .relaxed).oldValue == 0 else {
                    return
                }
                try connection.execute("DELETE FROM idempotency_keys")
            }
            let outcome = try await SQLOrderStore(database: racing).create(try Self.creation(quantity: 1))
            #expect(outcome == .exists(first.order.id))
            #expect(looks.load(ordering: .relaxed) == 2)
        }
    }

    @Test
    func `a key that a running request holds is in flight, and free again when that one failed`() async throws {
        try await DatabaseKind.postgres.withDatabase { database in
            let (isHeld, letGo) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let store = SQLOrderStore(
                database: InterposedDatabase(base: database) { sql, connection in
                    guard sql.hasPrefix("INSERT INTO idempotency_keys") else { return }
                    try connection.execute("SET LOCAL lock_timeout = 100")
                }
            )
            let holder = Task {
                try await database.write { connection in
                    try connection.execute("INSERT INTO idempotency_keys VALUES ('k', 'f', 1, 'o', 0)")
                    isHeld.signal()
                    letGo.wait()
                    throw Failure()
                }
            }
            try await database.read { _ in isHeld.wait() }
            await #expect(throws: OrderError.keyInFlight(RequestKey(trusted: "k"))) {
                try await store.create(try Self.creation(quantity: 1))
            }
            letGo.signal()
            await #expect(throws: Failure()) { try await holder.value }
            #expect(try await store.create(try Self.creation(quantity: 1)) == .created)
        }
    }

    private struct Failure: Error, Equatable {}

    private static func creation(quantity: Int64) throws -> OrderCreation {
        let new = try NewOrder(
            OrderDraft(requestID: "k", items: [OrderItemDraft(sku: "A-1", quantity: quantity)])
        )
        let context = CommandContext(actor: "test", traceparent: nil, now: Timestamp(milliseconds: 1_800_000_000_000))
        let (order, event) = Order.placing(new, ids: SystemIDGenerator(), context: context)
        let content = new.contentFingerprint
        return OrderCreation(
            order: order,
            events: [event],
            content: content,
            request: Fingerprint(method: "POST", path: "/orders", content: content)
        )
    }
}
