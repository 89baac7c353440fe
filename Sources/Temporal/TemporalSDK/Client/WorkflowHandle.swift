package import TemporalAPI

/// A workflow of a known type by its id.
package struct WorkflowHandle<Workflow: WorkflowDefinition>: Sendable {
    /// The same workflow, to speak with it by names.
    package let untyped: UntypedWorkflowHandle

    package var id: String { untyped.id }

    /// Waits for the workflow to close; see `UntypedWorkflowHandle.result`.
    ///
    /// - Parameter followRuns: Whether the runs that follow this one count as the same workflow.
    /// - Returns: The workflow's result.
    /// - Throws: `WorkflowFailedError` when it did not complete; `WorkflowNotFoundError`.
    package func result(followRuns: Bool = true) async throws -> Workflow.Output {
        try await untyped.result(followRuns: followRuns, as: Workflow.Output.self)
    }

    /// Signals the workflow. It is recorded once, even when the call must be tried again.
    ///
    /// - Parameters:
    ///   - signal: One of the workflow's signals.
    ///   - input: Its input.
    ///   - requestID: The id under which it is recorded once; nil for a new one.
    /// - Throws: `WorkflowNotFoundError` when no such workflow runs.
    package func signal<Input: Sendable>(
        _ signal: WorkflowSignalDefinition<Workflow, Input>,
        input: Input,
        requestID: String? = nil
    ) async throws {
        try await untyped.signal(signal.name, input: input, requestID: requestID)
    }

    /// Signals the workflow without an input.
    ///
    /// - Parameters:
    ///   - signal: One of the workflow's signals.
    ///   - requestID: The id under which it is recorded once; nil for a new one.
    /// - Throws: `WorkflowNotFoundError` when no such workflow runs.
    package func signal(_ signal: WorkflowSignalDefinition<Workflow, Void>, requestID: String? = nil) async throws {
        try await untyped.signal(signal.name, input: (), requestID: requestID)
    }

    /// Asks the workflow something.
    ///
    /// - Parameters:
    ///   - query: One of the workflow's queries.
    ///   - input: Its input.
    ///   - rejectCondition: When a closed workflow refuses; the client's own rule unless said otherwise.
    /// - Returns: The answer.
    /// - Throws: `WorkflowQueryRejectedError`, `WorkflowQueryFailedError`, `WorkflowNotFoundError`.
    package func query<Input: Sendable, Output: Sendable>(
        _ query: WorkflowQueryDefinition<Workflow, Input, Output>,
        input: Input,
        rejectCondition: APIQueryRejectCondition? = nil
    ) async throws -> Output {
        try await untyped.query(query.name, input: input, rejectCondition: rejectCondition, as: Output.self)
    }

    /// Asks the workflow something that needs no input.
    ///
    /// - Parameters:
    ///   - query: One of the workflow's queries.
    ///   - rejectCondition: When a closed workflow refuses; the client's own rule unless said otherwise.
    /// - Returns: The answer.
    /// - Throws: `WorkflowQueryRejectedError`, `WorkflowQueryFailedError`, `WorkflowNotFoundError`.
    package func query<Output: Sendable>(
        _ query: WorkflowQueryDefinition<Workflow, Void, Output>,
        rejectCondition: APIQueryRejectCondition? = nil
    ) async throws -> Output {
        try await untyped.query(query.name, input: (), rejectCondition: rejectCondition, as: Output.self)
    }

    /// Asks the workflow to end: it decides how.
    package func cancel(reason: String? = nil) async throws { try await untyped.cancel(reason: reason) }

    /// Ends the workflow at once, without asking it.
    package func terminate(reason: String? = nil) async throws { try await untyped.terminate(reason: reason) }

    /// What the service knows of the workflow now.
    package func describe() async throws -> WorkflowExecutionDescription { try await untyped.describe() }

    /// The whole history of the run as it is now.
    package func fetchHistory() async throws -> APIHistory { try await untyped.fetchHistory() }
}
