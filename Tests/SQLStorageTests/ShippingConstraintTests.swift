import DatabaseTestSupport
import SQLPort
import SQLStorage
import Testing

/// What the database refuses of shipments by itself.
@Suite(.timeLimit(.minutes(5)))
struct ShippingConstraintTests {
    private static let impossible = [
        "UPDATE shipments SET status = 'LABELLED' WHERE id = 'created'",
        "UPDATE shipments SET tracking_number = 'T', carrier = 'C', service = 'S' WHERE id = 'created'",
        "UPDATE shipments SET carrier = NULL WHERE id = 'labelled'",
        "UPDATE shipments SET service = NULL WHERE id = 'labelled'",
        "UPDATE shipments SET status = 'CONFIRMED' WHERE id = 'labelled'",
        "UPDATE shipments SET confirmed_at = 1 WHERE id = 'labelled'",
        "UPDATE shipments SET status = 'LOST' WHERE id = 'labelled'",
        "UPDATE shipments SET attempt = 0 WHERE id = 'labelled'",
        "UPDATE shipments SET attempt = 21 WHERE id = 'labelled'",
        "UPDATE shipments SET is_pick_up = 1 WHERE id = 'labelled'",
        // A second attempt of an order that is on its way, the same attempt twice, a number of two parcels.
        """
        INSERT INTO shipments VALUES ('x', 'o1', 2, 'CREATED', 0, '{}', NULL, NULL, NULL, 0, 0, NULL)
        """,
        """
        INSERT INTO shipments VALUES ('x', 'o1', 1, 'CANCELLED', 0, '{}', NULL, NULL, NULL, 0, 0, NULL)
        """,
        """
        INSERT INTO shipments VALUES ('x', 'o3', 1, 'LABELLED', 0, '{}', 'C', 'S', 'T1', 0, 0, NULL)
        """,
        "INSERT INTO tracking_events VALUES ('none', 'e', 1, 'DELIVERED', 0, 0, 'a')",
        "INSERT INTO tracking_events VALUES ('labelled', 'e', 0, 'DELIVERED', 0, 0, 'a')",
        "INSERT INTO tracking_events VALUES ('labelled', 'e', 501, 'DELIVERED', 0, 0, 'a')",
        "INSERT INTO deliveries VALUES ('labelled', 'o2', 'unknown event', 0)",
        "INSERT INTO sandbox_carrier VALUES (2, 0, 0, 0, 0)",
        "INSERT INTO sandbox_carrier VALUES (1, 0, 101, 0, 0)",
    ]

    @Test(arguments: DatabaseKind.allCases)
    func `an impossible state is refused`(kind: DatabaseKind) async throws {
        try await kind.withDatabase { (database) async throws -> Void in
            try await database.write { connection in
                try connection.execute(
                    "INSERT INTO shipments VALUES ('created', 'o1', 1, 'CREATED', 0, '{}', NULL, NULL, NULL, 0, 0, NULL)"
                )
                try connection.execute(
                    "INSERT INTO shipments VALUES ('labelled', 'o2', 1, 'LABELLED', 0, '{}', 'C', 'S', 'T1', 0, 0, NULL)"
                )
            }
            for statement in Self.impossible {
                await #expect("\(statement)") {
                    _ = try await database.write { try $0.execute(statement) }
                } throws: { error in
                    if case SQLError.constraintViolated = error { true } else { false }
                }
            }
        }
    }
}
