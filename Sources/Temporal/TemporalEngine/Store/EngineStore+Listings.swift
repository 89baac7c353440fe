import SQLPort

extension EngineStore {
    static func insert(_ listing: RunListing, of key: RunKey, on connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO runs (
                run_id, namespace_id, workflow_id, workflow_type, task_queue, status, start_time, execution_time,
                close_time, list_time, execution_duration, history_length, history_size, state_transitions,
                parent_workflow_id, parent_run_id, root_workflow_id, root_run_id, first_run_id, start_request_id,
                memo, search_attributes
            )
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
            """,
            [
                .text(key.runID), .text(key.namespaceID), .text(key.workflowID), .text(listing.workflowType),
                .text(listing.taskQueue), .integer(Int64(listing.status)), .integer(listing.startTime),
                .integer(listing.executionTime), .integer(listing.closeTime), .integer(listing.listTime),
                .integer(listing.executionDuration), .integer(listing.historyLength), .integer(listing.historySize),
                .integer(listing.stateTransitions), .text(listing.parentWorkflowID), .text(listing.parentRunID),
                .text(listing.rootWorkflowID), .text(listing.rootRunID), .text(listing.firstRunID),
                .text(listing.startRequestID), .blob(listing.memo), .blob(listing.searchAttributes),
            ]
        )
        try insert(listing.attributes ?? [], of: key, on: connection)
    }

    static func update(_ listing: RunListing, of key: RunKey, on connection: any SQLConnection) throws {
        try connection.execute(
            """
            UPDATE runs SET status = $2, close_time = $3, list_time = $4, execution_duration = $5,
                history_length = $6, history_size = $7, state_transitions = $8, execution_time = $9, memo = $10,
                search_attributes = $11
            WHERE run_id = $1
            """,
            [
                .text(key.runID), .integer(Int64(listing.status)), .integer(listing.closeTime),
                .integer(listing.listTime), .integer(listing.executionDuration), .integer(listing.historyLength),
                .integer(listing.historySize), .integer(listing.stateTransitions), .integer(listing.executionTime),
                .blob(listing.memo), .blob(listing.searchAttributes),
            ]
        )
        guard let attributes = listing.attributes else { return }
        try connection.execute("DELETE FROM run_attributes WHERE run_id = $1", [.text(key.runID)])
        try insert(attributes, of: key, on: connection)
    }

    private static func insert(_ attributes: [AttributeRow], of key: RunKey, on connection: any SQLConnection) throws {
        for attribute in attributes {
            let (text, number): (SQLValue, SQLValue) =
                switch attribute.value {
                case .text(let text): (.text(text), .null)
                case .number(let number): (.null, .integer(number))
                }
            try connection.execute(
                """
                INSERT INTO run_attributes (run_id, name, position, namespace_id, text_value, number_value)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                [
                    .text(key.runID), .text(attribute.name), .integer(attribute.position), .text(key.namespaceID),
                    text, number,
                ]
            )
        }
    }
}
