extension WorkflowContext {
    /// Waits. The timer is the service's: it runs on while no process does.
    /// - Parameters:
    ///   - duration: less than a millisecond is made one.
    ///   - summary: one line for people.
    /// - Throws: `CancellationError` when the calling task is cancelled.
    package func sleep(for duration: Duration, summary: String? = nil) async throws {
        try await machine.enterForWaiting("sleep")
        let timer = TimerOperation(machine, duration, summary: summary)
        machine.issue(.startTimer(timer))
        try await timer.fired()
    }

    /// Waits until a test of the workflow's own state holds.
    ///
    /// The test is tried now and whenever code of the workflow has run; it only reads.
    /// - Parameter test: what must hold.
    /// - Throws: `CancellationError` when the calling task is cancelled.
    package func condition(_ test: @escaping () -> Bool) async throws {
        _ = try await wait(until: test, timeout: nil, summary: nil)
    }

    /// Waits until a test of the workflow's own state holds, or until a time has passed.
    /// - Parameters:
    ///   - timeout: how long to wait.
    ///   - summary: one line for people, about the timer.
    ///   - test: what must hold; see ``condition(_:)``.
    /// - Returns: true when the test holds, false when the time passed.
    /// - Throws: `CancellationError` when the calling task is cancelled.
    package func condition(
        timeout: Duration,
        summary: String? = nil,
        _ test: @escaping () -> Bool
    ) async throws -> Bool {
        try await wait(until: test, timeout: timeout, summary: summary)
    }

    private func wait(until test: @escaping () -> Bool, timeout: Duration?, summary: String?) async throws -> Bool {
        try await machine.enterForWaiting("condition")
        if test() { return true }
        let condition = ConditionWait(machine, timeout: timeout, summary: summary, test: test)
        machine.conditions.append(condition)
        return try await condition.met()
    }
}
