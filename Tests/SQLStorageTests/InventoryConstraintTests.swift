import DatabaseTestSupport
import SQLPort
import Testing

/// What the database refuses of stock and its ledger by itself, whatever program writes to it.
@Suite(.timeLimit(.minutes(5)))
struct InventoryConstraintTests {
    @Test(
        arguments: DatabaseKind.allCases,
        [
            "UPDATE stock SET on_hand = -1",
            "UPDATE stock SET reserved = -1",
            "UPDATE stock SET reserved = on_hand + 1",
            "UPDATE stock SET on_hand = reserved - 1",
            "DELETE FROM stock",
            "INSERT INTO kit_components (kit_sku, position, sku, quantity) VALUES ('a', 1, 'a', 1)",
            "INSERT INTO kit_components (kit_sku, position, sku, quantity) VALUES ('a', 1, 'b', 0)",
            "INSERT INTO stock_reservations (order_id, sku, quantity) VALUES ('o', 'a', 1)",
            "INSERT INTO stock_reservations (order_id, sku, quantity) VALUES ('o', 'b', 0)",
            "UPDATE stock_movements SET on_hand_delta = 0",
            "DELETE FROM stock_movements",
        ]
    )
    func `impossible stock and changed entries are refused`(kind: DatabaseKind, statement: String) async throws {
        try await kind.withDatabase { (database) async throws -> Void in
            try await database.write { connection in
                try connection.execute("INSERT INTO stock VALUES ('a', 5, 2, 0, 0, 0, 1, 0)")
                try connection.execute("INSERT INTO stock VALUES ('b', 0, 0, 0, 0, 0, 1, 0)")
                try connection.execute("INSERT INTO stock_allocations VALUES ('o', 'HELD', 0, 0)")
                try connection.execute("INSERT INTO stock_reservations VALUES ('o', 'a', 2)")
                try connection.execute(
                    """
                    INSERT INTO stock_movements (id, sku, kind, on_hand_delta, reserved_delta, actor, created_at) \
                    VALUES ('m', 'a', 'RECEIPT', 5, 0, 'test', 0)
                    """
                )
            }
            await #expect {
                try await database.write { try $0.execute(statement) }
            } throws: { error in
                if case SQLError.constraintViolated = error { return true }
                return false
            }
        }
    }
}
