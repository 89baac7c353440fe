import SQLPort

extension EngineStore {
    /// Removes a run with all that belongs to it. When it was the newest of its workflow id, the id is free again.
    ///
    /// - Parameter key: the run; `namespaceID`, `workflowID` and `runID` are used.
    /// - Returns: whether it was there.
    /// - Throws: `SQLError`.
    @discardableResult
    package func delete(_ key: RunKey) async throws -> Bool {
        try await database.write { connection in
            try Self.delete(key, on: connection)
        }
    }

    /// The closed runs whose time to be kept is over.
    ///
    /// - Parameters:
    ///   - namespaceID: whose runs.
    ///   - time: those that closed before (nanoseconds since 1970).
    ///   - limit: at most so many.
    /// - Returns: workflow and run ids, those that closed first.
    /// - Throws: `SQLError`.
    package func closedRuns(
        of namespaceID: String,
        before time: Int64,
        limit: Int
    ) async throws -> [(workflowID: String, runID: String)] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT workflow_id, run_id FROM runs
                WHERE namespace_id = $1 AND list_time < $2 AND close_time IS NOT NULL
                ORDER BY list_time LIMIT $3
                """,
                [.text(namespaceID), .integer(time), .integer(Int64(limit))]
            ) { (try $0.text(0), try $0.text(1)) }
        }
    }

    private static func delete(_ key: RunKey, on connection: any SQLConnection) throws -> Bool {
        let runID = SQLValue.text(key.runID)
        try connection.execute("DELETE FROM history WHERE run_id = $1", [runID])
        try connection.execute("DELETE FROM run_attributes WHERE run_id = $1", [runID])
        try connection.execute("DELETE FROM run_records WHERE run_id = $1", [runID])
        try connection.execute(
            "DELETE FROM current_runs WHERE namespace_id = $1 AND workflow_id = $2 AND run_id = $3",
            [.text(key.namespaceID), .text(key.workflowID), runID]
        )
        return try connection.execute("DELETE FROM runs WHERE run_id = $1", [runID]) > 0
    }
}
