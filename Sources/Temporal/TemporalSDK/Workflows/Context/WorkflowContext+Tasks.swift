extension WorkflowContext {
    /// Starts work that runs beside the calling task and that its cancellation does not reach: what `Task { }` is
    /// elsewhere. `async let` and task groups need no help.
    /// - Parameter work: code of this workflow.
    /// - Returns: its task, to wait for or to cancel.
    @discardableResult
    package func spawn<Result: Sendable>(
        @_inheritActorContext _ work: sending @escaping @isolated(any) () async throws -> Result
    ) -> Task<Result, any Error> {
        if !machine.queue.isCurrent { machine.queue.noteForeignCall() }
        return machine.spawn(work)
    }

    /// Does work that goes on when the calling task is cancelled: compensation, above all.
    /// - Parameter work: code of this workflow. Inside it, `Task.isCancelled` is false.
    /// - Returns: what it returns.
    /// - Throws: what it throws.
    package func withCancellationShield<Result: Sendable>(
        @_inheritActorContext _ work: sending @escaping @isolated(any) () async throws -> Result
    ) async throws -> Result {
        try machine.enter()
        return try await machine.spawn(work).value
    }
}
