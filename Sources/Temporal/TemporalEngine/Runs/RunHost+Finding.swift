import TemporalAPI

extension RunHost {
    /// The run that a caller means.
    ///
    /// - Parameter key: without a run id the newest run of the workflow is meant.
    /// - Returns: the run; whether it exists shows when it is used, if the caller named it.
    /// - Throws: `ServiceError` when there is no run of that workflow.
    func resolved(_ key: RunKey) async throws -> RunKey {
        guard key.runID.isEmpty else { return key }
        let current = try await storing {
            try await store.current(namespaceID: key.namespaceID, workflowID: key.workflowID)
        }
        guard let current else { throw ServiceError.runNotFound(key.workflowID) }
        return key.with(runID: current.runID)
    }

    /// The newest run of a chain of runs.
    ///
    /// - Parameters:
    ///   - key: of which workflow.
    ///   - first: the first run of the chain; empty when it is not known.
    /// - Returns: the newest run.
    /// - Throws: `ServiceError` when the newest run of the workflow is of another chain.
    func currentRun(of key: RunKey, first: String) async throws -> RunKey {
        let current = try await storing {
            try await store.current(namespaceID: key.namespaceID, workflowID: key.workflowID)
        }
        guard let current, first.isEmpty || current.firstRunID == first else {
            throw ServiceError.runNotFound(key.workflowID)
        }
        return key.with(runID: current.runID)
    }

    /// The first run of the chain that a run belongs to; the run itself when it is not there any more.
    func firstRunID(of key: RunKey) async throws -> String {
        if let state = cache.peek(key.runID)?.snapshot?.state { return state.start.firstExecutionRunID }
        return try await storing { try await store.listing(of: key.runID) }?.listing.firstRunID ?? key.runID
    }
}
