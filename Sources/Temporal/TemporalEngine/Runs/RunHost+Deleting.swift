import Synchronization
import TemporalAPI

extension RunHost {
    /// Removes a closed run with all that is known of it.
    /// - Parameter key: the run.
    /// - Throws: `ServiceError`.
    func delete(_ key: RunKey) async throws {
        try await holding(key) { run in
            try await write(run) { _ = try await store.delete(key) }
            run.forget()
            timers.set(key, due: nil)
            cache.remove(key.runID)
            queries.unblock(key.runID)
            watchers.notify(key.runID)
        }
    }

    /// Removes the closed runs whose time to be kept is over.
    ///
    /// - Parameter page: how many runs to read at once.
    /// - Returns: how many were removed.
    /// - Throws: `ServiceError`, `CancellationError`.
    func removeExpired(page: Int = 100) async throws -> Int {
        var removed = 0
        for namespace in namespaces.all {
            let limit = clock.now() + (.zero - namespace.retention)
            while true {
                try Task.checkCancellation()
                let runs = try await storing {
                    try await store.closedRuns(of: namespace.id, before: limit.nanoseconds, limit: page)
                }
                for run in runs {
                    try await delete(
                        RunKey(
                            namespace: namespace.name,
                            namespaceID: namespace.id,
                            workflowID: run.workflowID,
                            runID: run.runID
                        )
                    )
                }
                removed += runs.count
                if runs.count < page { break }
            }
        }
        return removed
    }
}
