extension RunState {
    /// Forgets which worker has the run cached: the next workflow task goes to the normal queue.
    ///
    /// - Parameter now: the time.
    /// - Throws: `RunRefusal.workflowCompleted` for a closed run.
    package mutating func resetSticky(now: EngineTime) throws(RunRefusal) {
        guard isRunning else { throw .workflowCompleted }
        sticky = nil
        settle(now: now)
    }
}
