// Where workflow code waits.
extension WorkflowMachine {
    /// Lets the calling task wait until a continuation is resumed, and says when the task is cancelled.
    ///
    /// The isolation is named, so that the closure below is isolated to it as well: one that is isolated to nothing
    /// leaves the actor and comes back, and each way is a job more for the queue. The form of the standard library's
    /// function is the one that does not change executors itself: see docs/decisions/0017.
    /// - Parameters:
    ///   - cancelled: runs when the task is cancelled, at once when it is already. Workflow code's own business: from
    ///     elsewhere it is noted as a broken rule and not run.
    ///   - isolation: that of the caller.
    ///   - body: takes the continuation.
    /// - Returns: what the continuation is resumed with.
    /// - Throws: likewise.
    func wait<Value: Sendable>(
        cancelled: @escaping @Sendable () -> Void,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (UnsafeContinuation<Value, any Error>) -> Void
    ) async throws -> Value {
        try await _unsafeInheritExecutor_withTaskCancellationHandler {
            _ = isolation
            return try await withUnsafeThrowingContinuation(body)
        } onCancel: {
            fromWorkflowCode(cancelled)
        }
    }
}
