import SQLPort

/// A run as it is stored.
package struct StoredRun: Sendable {
    package let namespaceID: String
    package let workflowID: String
    package let record: [UInt8]
    package let nextEventID: Int64
}

/// A part of a history.
package struct HistoryPage: Sendable {
    /// Batches, each a `temporal.api.history.v1.History`.
    package let batches: [HistoryBatch]
    /// Whether more follow.
    package let hasMore: Bool
}

/// A run that goes on after a start of the engine.
package struct ResumableRun: Sendable {
    package let namespaceID: String
    package let workflowID: String
    package let runID: String
    /// Nanoseconds since 1970.
    package let nextDue: Int64?
}

extension EngineStore {
    /// - Parameter runID: which run.
    /// - Returns: its record; nil when there is no such run.
    /// - Throws: `SQLError`.
    package func run(_ runID: String) async throws -> StoredRun? {
        try await database.read { connection in
            try connection.firstRow(
                "SELECT namespace_id, workflow_id, record, next_event_id FROM run_records WHERE run_id = $1",
                [.text(runID)]
            ) {
                StoredRun(
                    namespaceID: try $0.text(0),
                    workflowID: try $0.text(1),
                    record: try $0.blob(2),
                    nextEventID: try $0.integer(3)
                )
            }
        }
    }

    /// A run and all of its history, of one moment. A history has its own limit (50 MiB).
    ///
    /// - Parameter runID: which run.
    /// - Returns: the record and the batches in order; nil when there is no such run.
    /// - Throws: `SQLError`.
    package func runWithHistory(_ runID: String) async throws -> (run: StoredRun, batches: [HistoryBatch])? {
        try await database.read { connection in
            let run = try connection.firstRow(
                "SELECT namespace_id, workflow_id, record, next_event_id FROM run_records WHERE run_id = $1",
                [.text(runID)]
            ) {
                StoredRun(
                    namespaceID: try $0.text(0),
                    workflowID: try $0.text(1),
                    record: try $0.blob(2),
                    nextEventID: try $0.integer(3)
                )
            }
            guard let run else { return nil }
            let batches = try connection.rows(
                "SELECT first_event_id, last_event_id, events FROM history WHERE run_id = $1 ORDER BY first_event_id",
                [.text(runID)],
                Self.batch
            )
            return (run, batches)
        }
    }

    /// Batches from the one that holds an event onward.
    ///
    /// - Parameters:
    ///   - runID: which run.
    ///   - first: the id of the first event that is wanted; the batch may begin before it.
    ///   - end: events from this id on are not wanted.
    ///   - maximumEvents: no further batch once so many events were read.
    ///   - maximumBytes: no further batch once so many bytes were read.
    /// - Returns: at least one batch when there is one.
    /// - Throws: `SQLError`.
    package func history(
        of runID: String,
        from first: Int64,
        before end: Int64,
        maximumEvents: Int,
        maximumBytes: Int
    ) async throws -> HistoryPage {
        try await database.read { connection in
            var batches: [HistoryBatch] = []
            var events: Int64 = 0
            var bytes = 0
            var hasMore = false
            try connection.forEachRow(
                """
                SELECT first_event_id, last_event_id, events FROM history
                WHERE run_id = $1 AND first_event_id < $3 AND first_event_id >= COALESCE(
                    (SELECT MAX(first_event_id) FROM history WHERE run_id = $1 AND first_event_id <= $2), 0)
                ORDER BY first_event_id
                """,
                [.text(runID), .integer(first), .integer(end)]
            ) { row in
                if events >= maximumEvents || bytes >= maximumBytes {
                    hasMore = true
                    return false
                }
                let batch = try Self.batch(row)
                events += batch.lastEventID - max(batch.firstEventID, first) + 1
                bytes += batch.events.count
                batches.append(batch)
                return true
            }
            return HistoryPage(batches: batches, hasMore: hasMore)
        }
    }

    /// Batches that begin before an event, the last first.
    ///
    /// - Parameters:
    ///   - runID: which run.
    ///   - end: events from this id on are not wanted.
    ///   - maximumEvents: no further batch once so many events were read.
    ///   - maximumBytes: no further batch once so many bytes were read.
    /// - Returns: at least one batch when there is one.
    /// - Throws: `SQLError`.
    package func reverseHistory(
        of runID: String,
        before end: Int64,
        maximumEvents: Int,
        maximumBytes: Int
    ) async throws -> HistoryPage {
        try await database.read { connection in
            var batches: [HistoryBatch] = []
            var events: Int64 = 0
            var bytes = 0
            var hasMore = false
            try connection.forEachRow(
                """
                SELECT first_event_id, last_event_id, events FROM history
                WHERE run_id = $1 AND first_event_id < $2 ORDER BY first_event_id DESC
                """,
                [.text(runID), .integer(end)]
            ) { row in
                if events >= maximumEvents || bytes >= maximumBytes {
                    hasMore = true
                    return false
                }
                let batch = try Self.batch(row)
                events += min(batch.lastEventID, end - 1) - batch.firstEventID + 1
                bytes += batch.events.count
                batches.append(batch)
                return true
            }
            return HistoryPage(batches: batches, hasMore: hasMore)
        }
    }

    private static func batch(_ row: any SQLRow) throws -> HistoryBatch {
        HistoryBatch(firstEventID: try row.integer(0), lastEventID: try row.integer(1), events: try row.blob(2))
    }

    /// Runs that wait for a worker, in order of their ids.
    ///
    /// - Parameters:
    ///   - runID: runs behind this one; an empty text is before all.
    ///   - limit: at most so many.
    /// - Returns: the runs.
    /// - Throws: `SQLError`.
    package func runsWithTasks(after runID: String, limit: Int) async throws -> [ResumableRun] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT namespace_id, workflow_id, run_id, next_due FROM run_records
                WHERE has_tasks = 1 AND run_id > $1 ORDER BY run_id LIMIT $2
                """,
                [.text(runID), .integer(Int64(limit))],
                Self.resumable
            )
        }
    }

    /// Runs with timers, the earliest first.
    ///
    /// - Parameters:
    ///   - due: timers at or behind this time (nanoseconds since 1970).
    ///   - runID: of those at that very time, behind this run.
    ///   - limit: at most so many.
    /// - Returns: the runs.
    /// - Throws: `SQLError`.
    package func timers(from due: Int64, after runID: String, limit: Int) async throws -> [ResumableRun] {
        try await database.read { connection in
            try connection.rows(
                """
                SELECT namespace_id, workflow_id, run_id, next_due FROM run_records
                WHERE next_due IS NOT NULL AND (next_due, run_id) > ($1, $2) ORDER BY next_due, run_id LIMIT $3
                """,
                [.integer(due), .text(runID), .integer(Int64(limit))],
                Self.resumable
            )
        }
    }

    private static func resumable(_ row: any SQLRow) throws -> ResumableRun {
        ResumableRun(
            namespaceID: try row.text(0),
            workflowID: try row.text(1),
            runID: try row.text(2),
            nextDue: try row.optionalInteger(3)
        )
    }
}
