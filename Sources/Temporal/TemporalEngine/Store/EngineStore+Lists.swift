import SQLPort
import TemporalAPI

/// A run as lists show it.
package struct ListedRun: Sendable {
    package let workflowID: String
    package let runID: String
    package let listing: RunListing

    package var position: ListPosition {
        ListPosition(listTime: listing.listTime, startTime: listing.startTime, runID: runID)
    }
}

extension EngineStore {
    /// A page of the runs that a query finds: open ones first, then those that closed last.
    ///
    /// - Parameters:
    ///   - filter: the query; nil finds all.
    ///   - namespaceID: whose runs.
    ///   - attributes: the namespace's own search attributes.
    ///   - position: where the page before ended.
    ///   - limit: at most so many runs.
    /// - Returns: the runs.
    /// - Throws: ``QueryError``, `SQLError`.
    package func runs(
        where filter: QueryExpression?,
        of namespaceID: String,
        attributes: [String: SearchAttributeType],
        after position: ListPosition?,
        limit: Int
    ) async throws -> [ListedRun] {
        var compiler = QueryCompiler(
            namespaceID: namespaceID,
            customAttributes: attributes,
            arguments: [.text(namespaceID), .integer(Int64(limit))]
        )
        var conditions = ["r.namespace_id = $1"]
        if let filter { conditions.append(try compiler.condition(filter)) }
        var arguments = compiler.arguments
        if let position {
            let first = arguments.count + 1
            conditions.append("(r.list_time, r.start_time, r.run_id) < ($\(first), $\(first + 1), $\(first + 2))")
            arguments += [.integer(position.listTime), .integer(position.startTime), .text(position.runID)]
        }
        let sql = """
            SELECT \(Self.listColumns) FROM runs r WHERE \(conditions.joined(separator: " AND "))
            ORDER BY r.list_time DESC, r.start_time DESC, r.run_id DESC LIMIT $2
            """
        return try await database.read { [arguments] connection in
            try connection.rows(sql, arguments, Self.listed)
        }
    }

    /// - Parameters:
    ///   - filter: the query; nil counts all.
    ///   - namespaceID: whose runs.
    ///   - attributes: the namespace's own search attributes.
    /// - Returns: how many runs of each status the query finds.
    /// - Throws: ``QueryError``, `SQLError`.
    package func count(
        where filter: QueryExpression?,
        of namespaceID: String,
        attributes: [String: SearchAttributeType]
    ) async throws -> [Int: Int64] {
        var compiler = QueryCompiler(
            namespaceID: namespaceID,
            customAttributes: attributes,
            arguments: [.text(namespaceID)]
        )
        var conditions = ["r.namespace_id = $1"]
        if let filter { conditions.append(try compiler.condition(filter)) }
        let sql =
            "SELECT r.status, COUNT(*) FROM runs r WHERE \(conditions.joined(separator: " AND ")) GROUP BY r.status"
        return try await database.read { [arguments = compiler.arguments] connection in
            let rows = try connection.rows(sql, arguments) { (Int(try $0.integer(0)), try $0.integer(1)) }
            return Dictionary(rows, uniquingKeysWith: +)
        }
    }

    /// How many workflows have not ended, all namespaces together. Takes longer the more there are.
    /// - Throws: `SQLError`.
    package func countOpenRuns() async throws -> Int {
        try await database.read { connection in
            let sql = "SELECT COUNT(*) FROM namespaces n JOIN runs r ON r.namespace_id = n.id AND r.status = $1"
            let running = Int64(APIWorkflowExecutionStatus.running.rawValue)
            return Int(try connection.firstRow(sql, [.integer(running)]) { try $0.integer(0) } ?? 0)
        }
    }

    /// - Parameter runID: which run.
    /// - Returns: what lists show of it; nil when there is no such run.
    /// - Throws: `SQLError`.
    package func listing(of runID: String) async throws -> ListedRun? {
        try await database.read { connection in
            try connection.firstRow(
                "SELECT \(Self.listColumns) FROM runs r WHERE r.run_id = $1",
                [.text(runID)],
                Self.listed
            )
        }
    }

    private static let listColumns = """
        r.workflow_id, r.run_id, r.workflow_type, r.task_queue, r.status, r.start_time, r.execution_time, r.close_time,
        r.history_length, r.history_size, r.state_transitions, r.parent_workflow_id, r.parent_run_id,
        r.root_workflow_id, r.root_run_id, r.first_run_id, r.start_request_id, r.memo, r.search_attributes
        """

    private static func listed(_ row: any SQLRow) throws -> ListedRun {
        var listing = RunListing(
            workflowType: try row.text(2),
            taskQueue: try row.text(3),
            status: Int(try row.integer(4)),
            startTime: try row.integer(5),
            executionTime: try row.integer(6),
            rootWorkflowID: try row.text(13),
            rootRunID: try row.text(14),
            firstRunID: try row.text(15),
            startRequestID: try row.text(16)
        )
        listing.closeTime = try row.optionalInteger(7)
        listing.historyLength = try row.integer(8)
        listing.historySize = try row.integer(9)
        listing.stateTransitions = try row.integer(10)
        listing.parentWorkflowID = try row.optionalText(11)
        listing.parentRunID = try row.optionalText(12)
        listing.memo = try row.optionalBlob(17)
        listing.searchAttributes = try row.optionalBlob(18)
        return ListedRun(workflowID: try row.text(0), runID: try row.text(1), listing: listing)
    }
}
