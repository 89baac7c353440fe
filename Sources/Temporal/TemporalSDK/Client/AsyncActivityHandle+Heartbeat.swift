import TemporalAPI

extension AsyncActivityHandle {
    /// Tells that the activity goes on, with details for a later attempt.
    ///
    /// - Parameter details: The details.
    /// - Throws: `AsyncActivityCanceledError` when the activity should end; `AsyncActivityNotFoundError`.
    package func heartbeat<each Detail: Sendable>(details: repeat each Detail) async throws {
        let payloads = try client.converter.convertValues(repeat each details)
        switch reference {
        case .token(let token): try await heartbeat(token, payloads)
        case .id(let workflowID, let runID, let activityID):
            var request = APIRecordActivityTaskHeartbeatByIdRequest()
            request.namespace = client.configuration.namespace
            request.identity = client.configuration.identity
            request.workflowID = workflowID
            request.runID = runID ?? ""
            request.activityID = activityID
            if !payloads.isEmpty { request.details.payloads = payloads }
            try await send("RecordActivityTaskHeartbeatById", request) {
                let answer = try await $0.recordActivityTaskHeartbeatById($1, $2)
                try check(canceled: answer.cancelRequested, reset: answer.activityReset, paused: answer.activityPaused)
            }
        }
    }

    private func heartbeat(_ token: ActivityTaskToken, _ payloads: [APIPayload]) async throws {
        var request = APIRecordActivityTaskHeartbeatRequest()
        request.namespace = client.configuration.namespace
        request.identity = client.configuration.identity
        request.taskToken = token.bytes
        if !payloads.isEmpty { request.details.payloads = payloads }
        try await send("RecordActivityTaskHeartbeat", request) {
            let answer = try await $0.recordActivityTaskHeartbeat($1, $2)
            try check(canceled: answer.cancelRequested, reset: answer.activityReset, paused: answer.activityPaused)
        }
    }

    private func check(canceled: Bool, reset: Bool, paused: Bool) throws {
        if canceled { throw AsyncActivityCanceledError(reason: .serverRequest) }
        if reset { throw AsyncActivityCanceledError(reason: .reset) }
        if paused { throw AsyncActivityCanceledError(reason: .paused) }
    }
}
