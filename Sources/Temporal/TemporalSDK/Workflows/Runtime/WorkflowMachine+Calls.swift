import TemporalAPI

// The entrances for workflow code.
extension WorkflowMachine {
    /// Called first by everything that the context offers.
    func enter() throws {
        guard queue.isCurrent else { throw WorkflowTaskFailure.calledFromOutside() }
        calls += 1
        if isEvicting { throw WorkflowEvicted() }
    }

    /// Called first by what gives the service something to do.
    /// - Parameter call: its name, for the error.
    /// - Throws: ``WorkflowReadOnlyError`` in a query.
    func enterForCommand(_ call: StaticString) throws {
        try enter()
        if isReadOnly { throw WorkflowReadOnlyError("\(call)") }
    }

    /// Called first by what waits. A task that is cancelled gets no further.
    @inline(__always)
    func enterForWaiting(_ call: StaticString) async throws {
        let limit = isEvicting ? environment.limits.callsAtEviction : environment.limits.callsPerTask
        if queue.isCurrent, calls >= limit { await park(limit) }
        try enterForCommand(call)
        if Task.isCancelled { throw CancellationError() }
    }

    /// Puts a task that loops without end to sleep for ever. What it holds is lost; the thread is not.
    private func park(_ limit: Int) async {
        parked += 1
        if !isEvicting, failure == nil { failure = .tooManyCalls(limit) }
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
    }

    /// Runs what a cancellation handler does. Cancelling is workflow code's own business: done from elsewhere it
    /// cannot be replayed.
    func fromWorkflowCode(_ body: () -> Void) {
        guard queue.isCurrent else {
            queue.noteForeignCall()
            return
        }
        body()
    }
}
