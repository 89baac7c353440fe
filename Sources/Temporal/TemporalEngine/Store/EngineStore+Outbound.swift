import SQLPort

extension EngineStore {
    static func insert(_ row: OutboundRow, on connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO outbound (
                id, namespace_id, workflow_id, run_id, kind, initiated_event_id, target_namespace_id,
                target_workflow_id, target_run_id, payload, created_at
            )
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                .integer(row.id), .text(row.source.namespaceID), .text(row.source.workflowID),
                .text(row.source.runID), .integer(row.kind.rawValue), .integer(row.initiatedEventID),
                .text(row.target.namespaceID), .text(row.target.workflowID), .text(row.target.runID),
                .blob(row.payload), .integer(row.createdAt.nanoseconds),
            ]
        )
    }

    /// What still waits to be carried out, the oldest first.
    ///
    /// - Parameters:
    ///   - id: rows behind this one.
    ///   - limit: at most so many.
    /// - Returns: the rows.
    /// - Throws: `SQLError`, ``EngineStoreError``.
    package func outbound(after id: Int64, limit: Int) async throws -> [OutboundRow] {
        try await database.read { connection in
            try connection.rows(
                "\(Self.outboundColumns) WHERE id > $1 ORDER BY id LIMIT $2",
                [.integer(id), .integer(Int64(limit))],
                Self.outbound
            )
        }
    }

    /// - Returns: the greatest number a row has; 0 when there are none.
    /// - Throws: `SQLError`.
    package func lastOutboundID() async throws -> Int64 {
        try await database.read { connection in
            try connection.firstRow("SELECT COALESCE(MAX(id), 0) FROM outbound") { try $0.integer(0) } ?? 0
        }
    }

    /// - Parameter id: a row that is done or has become pointless.
    /// - Throws: `SQLError`.
    package func removeOutbound(_ id: Int64) async throws {
        try await database.write { connection in
            _ = try connection.execute("DELETE FROM outbound WHERE id = $1", [.integer(id)])
        }
    }

    private static let outboundColumns = """
        SELECT id, namespace_id, workflow_id, run_id, kind, initiated_event_id, target_namespace_id,
            target_workflow_id, target_run_id, payload, created_at FROM outbound
        """

    private static func outbound(_ row: any SQLRow) throws -> OutboundRow {
        guard let kind = OutboundRow.Kind(rawValue: try row.integer(4)) else {
            throw EngineStoreError.damaged("outbound.kind")
        }
        // Names of namespaces are not stored here: whoever needs one asks the registry.
        let source = RunKey(
            namespace: "",
            namespaceID: try row.text(1),
            workflowID: try row.text(2),
            runID: try row.text(3)
        )
        let target = RunKey(
            namespace: "",
            namespaceID: try row.text(6),
            workflowID: try row.text(7),
            runID: try row.text(8)
        )
        return OutboundRow(
            id: try row.integer(0),
            source: source,
            kind: kind,
            initiatedEventID: try row.integer(5),
            target: target,
            payload: try row.blob(9),
            createdAt: EngineTime(nanoseconds: try row.integer(10))
        )
    }
}
