// Leaving the cache.
extension WorkflowMachine {
    /// Ends every task of the run's code, so that nothing of it stays in memory. Nothing that the code does now has an
    /// effect.
    ///
    /// The calling thread must be the only one that holds the run. Afterwards the run cannot be used.
    /// - Returns: whether all code ended. What did not is lost memory, for as long as the process lives.
    @discardableResult
    package func evict() -> Bool {
        guard !isEvicting else { return true }
        isEvicting = true
        calls = 0
        let isClean = queue.asCurrent { endTasks() }
        if !isClean {
            // Tasks that still run know their executor without owning it: it must outlive them.
            _ = Unmanaged.passRetained(queue)
            reportLeak()
        }
        forget()
        return isClean
    }

    private func endTasks() -> Bool {
        for cancel in tasks.cancelActions { cancel() }
        var left = environment.limits.jobsAtEviction
        repeat {
            queue.adoptForeignJobs()
            endWaits()
            left -= queue.drain(limit: left)
        } while left > 0 && (!queue.isEmpty || hasWaits)
        return tasks.count == 0 && parked == 0
    }

    private var waiting: [any WorkflowOperation] {
        (operations.values + (outstanding + commands).compactMap(\.operation)).filter(\.isAwaited)
    }

    private var hasWaits: Bool { !conditions.isEmpty || !waiting.isEmpty }

    private func endWaits() {
        for operation in waiting { operation.evict() }
        let conditions = self.conditions
        self.conditions = []
        for condition in conditions { condition.evict() }
    }

    /// Breaks the circles of references between the run and its code.
    private func forget() {
        instance = nil
        rootTask = nil
        operations = [:]
        conditions = []
        local = LocalActivities()
        commands = []
        outstanding = []
        terminal = nil
        signals = []
        news = []
        tasks = WorkflowTasks()
    }
}
