import SQLPort

/// What became of a start.
package enum CreateOutcome: Sendable, Equatable {
    case created
    /// Nothing was written: this run is the newest of the workflow id.
    case exists(CurrentRun)
}

extension EngineStore {
    /// Creates a run, when the newest run of its workflow id is the one expected.
    ///
    /// - Parameters:
    ///   - new: the run with its first events.
    ///   - expected: the run that was the newest; nil when there was none.
    ///   - others: transitions of other runs in the same transaction, such as the end of the expected one.
    /// - Returns: whether it was created; when another run is the newest nothing is written.
    /// - Throws: `SQLError`, ``EngineStoreError``.
    package func create(
        _ new: NewRunWrite,
        after expected: String?,
        with others: [RunWrite] = []
    ) async throws -> CreateOutcome {
        try await database.write { connection in
            let key = new.run.key
            let current = try Self.current(namespaceID: key.namespaceID, workflowID: key.workflowID, on: connection)
            if let current, current.runID != expected { return .exists(current) }
            for other in others { try Self.apply(other, on: connection) }
            try Self.insert(new, on: connection)
            return .created
        }
    }

    /// Writes the transitions of one or several runs, all or none.
    ///
    /// - Parameters:
    ///   - writes: the transitions.
    ///   - successor: the run that follows the first of them in the same commit, as its newest run.
    /// - Throws: `SQLError`, ``EngineStoreError``.
    package func commit(_ writes: [RunWrite], successor: NewRunWrite? = nil) async throws {
        try await database.write { connection in
            for write in writes { try Self.apply(write, on: connection) }
            if let successor { try Self.insert(successor, on: connection) }
        }
    }

    /// - Parameters:
    ///   - namespaceID: whose.
    ///   - workflowID: of which workflow.
    /// - Returns: the newest run; nil when there is none.
    /// - Throws: `SQLError`.
    package func current(namespaceID: String, workflowID: String) async throws -> CurrentRun? {
        try await database.read { connection in
            try Self.current(namespaceID: namespaceID, workflowID: workflowID, on: connection)
        }
    }

    static func current(namespaceID: String, workflowID: String, on connection: any SQLConnection) throws -> CurrentRun?
    {
        try connection.firstRow(
            """
            SELECT run_id, status, start_request_id, first_run_id FROM current_runs
            WHERE namespace_id = $1 AND workflow_id = $2
            """,
            [.text(namespaceID), .text(workflowID)]
        ) {
            CurrentRun(
                runID: try $0.text(0),
                status: Int(try $0.integer(1)),
                startRequestID: try $0.text(2),
                firstRunID: try $0.text(3)
            )
        }
    }

    /// Finds the run that a start with this request id made, also when it is not the newest any more.
    ///
    /// - Parameters:
    ///   - requestID: of the start.
    ///   - namespaceID: whose.
    ///   - workflowID: of which workflow.
    /// - Returns: the run's id, its status and its first run's id.
    /// - Throws: `SQLError`.
    package func run(startedBy requestID: String, namespaceID: String, workflowID: String) async throws -> CurrentRun? {
        try await database.read { connection in
            try connection.firstRow(
                """
                SELECT run_id, status, first_run_id FROM runs
                WHERE namespace_id = $1 AND workflow_id = $2 AND start_request_id = $3
                ORDER BY list_time DESC LIMIT 1
                """,
                [.text(namespaceID), .text(workflowID), .text(requestID)]
            ) {
                CurrentRun(
                    runID: try $0.text(0),
                    status: Int(try $0.integer(1)),
                    startRequestID: requestID,
                    firstRunID: try $0.text(2)
                )
            }
        }
    }
}

// MARK: One transition

extension EngineStore {
    static func apply(_ write: RunWrite, on connection: any SQLConnection) throws {
        let runID = SQLValue.text(write.key.runID)
        let changed = try connection.execute(
            "UPDATE run_records SET record = $2, next_event_id = $3, next_due = $4, has_tasks = $5 WHERE run_id = $1",
            [
                runID, .blob(write.record.record), .integer(write.record.nextEventID),
                .integer(write.record.nextDue), .integer(write.record.hasTasks ? 1 : 0),
            ]
        )
        guard changed == 1 else { throw EngineStoreError.runIsGone }
        if let batch = write.batch { try insert(batch, of: write.key.runID, on: connection) }
        if let listing = write.listing { try update(listing, of: write.key, on: connection) }
        if let status = write.closedAs {
            try connection.execute(
                "UPDATE current_runs SET status = $4 WHERE namespace_id = $1 AND workflow_id = $2 AND run_id = $3",
                [.text(write.key.namespaceID), .text(write.key.workflowID), runID, .integer(Int64(status))]
            )
        }
        for row in write.outbound { try insert(row, on: connection) }
        if let finished = write.finishedOutbound {
            try connection.execute("DELETE FROM outbound WHERE id = $1", [.integer(finished)])
        }
    }

    static func insert(_ new: NewRunWrite, on connection: any SQLConnection) throws {
        let write = new.run
        try insert(new.listing, of: write.key, on: connection)
        try connection.execute(
            """
            INSERT INTO run_records (run_id, namespace_id, workflow_id, record, next_event_id, next_due, has_tasks)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .text(write.key.runID), .text(write.key.namespaceID), .text(write.key.workflowID),
                .blob(write.record.record), .integer(write.record.nextEventID), .integer(write.record.nextDue),
                .integer(write.record.hasTasks ? 1 : 0),
            ]
        )
        if let batch = write.batch { try insert(batch, of: write.key.runID, on: connection) }
        let current = new.current
        try connection.execute(
            """
            INSERT INTO current_runs (namespace_id, workflow_id, run_id, status, start_request_id, first_run_id)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (namespace_id, workflow_id) DO UPDATE SET run_id = excluded.run_id, status = excluded.status,
                start_request_id = excluded.start_request_id, first_run_id = excluded.first_run_id
            """,
            [
                .text(write.key.namespaceID), .text(write.key.workflowID), .text(current.runID),
                .integer(Int64(current.status)), .text(current.startRequestID), .text(current.firstRunID),
            ]
        )
        for row in write.outbound { try insert(row, on: connection) }
        if let finished = write.finishedOutbound {
            try connection.execute("DELETE FROM outbound WHERE id = $1", [.integer(finished)])
        }
    }

    private static func insert(_ batch: HistoryBatch, of runID: String, on connection: any SQLConnection) throws {
        try connection.execute(
            "INSERT INTO history (run_id, first_event_id, last_event_id, events) VALUES ($1, $2, $3, $4)",
            [.text(runID), .integer(batch.firstEventID), .integer(batch.lastEventID), .blob(batch.events)]
        )
    }
}
