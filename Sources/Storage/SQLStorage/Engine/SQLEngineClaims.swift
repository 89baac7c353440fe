import OMSKernel
package import SQLPort

/// The one engine claim of a deployment, in the database of its orders.
package struct SQLEngineClaims: Sendable {
    private let database: any SQLDatabase

    /// - Parameter database: where the table is, migrated.
    package init(database: any SQLDatabase) {
        self.database = database
    }

    /// - Returns: nil while no engine was seen.
    /// - Throws: `SQLError`.
    package func current() async throws -> EngineClaim? {
        try await database.read { connection in
            try connection.firstRow(
                "SELECT deployment, namespace_id, place, starts, since FROM engine_claim WHERE id = 1"
            ) { row in
                EngineClaim(
                    deployment: try row.text(0),
                    namespaceID: try row.text(1),
                    place: try row.text(2),
                    start: try row.integer(3),
                    since: Timestamp(milliseconds: try row.integer(4))
                )
            }
        }
    }

    /// Writes a claim in the place of the one that was read.
    /// - Parameters:
    ///   - claim: the new one.
    ///   - read: the one that was read; nil when there was none.
    /// - Returns: false when somebody else wrote one meanwhile; nothing changed then.
    /// - Throws: `SQLError`.
    package func set(_ claim: EngineClaim, inPlaceOf read: EngineClaim?) async throws -> Bool {
        let values: [SQLValue] = [
            .text(claim.deployment), .text(claim.namespaceID), .text(claim.place), .integer(claim.start),
            .integer(claim.since.milliseconds),
        ]
        return try await database.write { connection in
            guard let read else {
                return try connection.execute(
                    """
                    INSERT INTO engine_claim (id, deployment, namespace_id, place, starts, since)
                    VALUES (1, $1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
                    """,
                    values
                ) == 1
            }
            return try connection.execute(
                """
                UPDATE engine_claim SET deployment = $1, namespace_id = $2, place = $3, starts = $4, since = $5
                WHERE id = 1 AND deployment = $6 AND namespace_id = $7 AND starts = $8
                """,
                values + [.text(read.deployment), .text(read.namespaceID), .integer(read.start)]
            ) == 1
        }
    }
}
