import DatabaseTestSupport
import SQLPort
import SQLStorage
import Testing

/// What the database refuses of the warehouse by itself.
@Suite(.timeLimit(.minutes(5)))
struct WarehouseConstraintTests {
    private static let impossible = [
        "UPDATE pick_waves SET status = 'PICKED'",
        "UPDATE pick_waves SET open_tasks = 0",
        "UPDATE pick_waves SET open_tasks = -1, status = 'PICKED'",
        "UPDATE pick_waves SET status = 'PACKED', open_tasks = 0",
        "UPDATE pick_waves SET packed_at = 1",
        "UPDATE pick_waves SET status = 'LOST'",
        "UPDATE pick_waves SET priority = 10",
        "UPDATE pick_tasks SET status = 'PICKED'",
        "UPDATE pick_tasks SET picked_by = 'me'",
        "UPDATE pick_tasks SET quantity = 0",
        "INSERT INTO pick_tasks VALUES ('t2', 'o', 1, 'A', 1, 9, 'OPEN', NULL, 0, 0)",
        "INSERT INTO pick_tasks VALUES ('t2', 'none', 1, 'A', 1, 9, 'OPEN', NULL, 0, 0)",
    ]

    @Test(arguments: DatabaseKind.allCases)
    func `an impossible state is refused`(kind: DatabaseKind) async throws {
        try await kind.withDatabase { (database) async throws -> Void in
            try await database.write { connection in
                try connection.execute("INSERT INTO pick_waves VALUES ('o', 'PICKING', 0, 1, 0, 0, NULL)")
                try connection.execute("INSERT INTO pick_tasks VALUES ('t', 'o', 1, 'A', 1, 9, 'OPEN', NULL, 0, 0)")
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
