extension TemporalClient {
    /// Starts a workflow.
    ///
    /// - Parameters:
    ///   - type: The workflow.
    ///   - options: Its id, task queue, policies and timeouts.
    ///   - input: Its input.
    /// - Returns: A handle of the run; with the conflict policy to use an existing one, of that one.
    /// - Throws: `WorkflowAlreadyStartedError` when the policies do not allow it.
    package func startWorkflow<Workflow: WorkflowDefinition>(
        type: Workflow.Type = Workflow.self,
        options: WorkflowOptions,
        input: Workflow.Input
    ) async throws -> WorkflowHandle<Workflow> {
        WorkflowHandle(untyped: try await startWorkflow(name: type.name, options: options, input: input))
    }

    /// Starts a workflow that takes no input.
    ///
    /// - Parameters:
    ///   - type: The workflow.
    ///   - options: Its id, task queue, policies and timeouts.
    /// - Returns: A handle of the run.
    /// - Throws: `WorkflowAlreadyStartedError` when the policies do not allow it.
    package func startWorkflow<Workflow: WorkflowDefinition>(
        type: Workflow.Type = Workflow.self,
        options: WorkflowOptions
    ) async throws -> WorkflowHandle<Workflow> where Workflow.Input == Void {
        try await startWorkflow(type: type, options: options, input: ())
    }

    /// Starts a workflow and waits for its result.
    ///
    /// - Parameters:
    ///   - type: The workflow.
    ///   - options: Its id, task queue, policies and timeouts.
    ///   - input: Its input.
    /// - Returns: The workflow's result.
    /// - Throws: `WorkflowAlreadyStartedError`; `WorkflowFailedError` when it did not complete.
    package func executeWorkflow<Workflow: WorkflowDefinition>(
        type: Workflow.Type = Workflow.self,
        options: WorkflowOptions,
        input: Workflow.Input
    ) async throws -> Workflow.Output {
        try await startWorkflow(type: type, options: options, input: input).result()
    }

    /// Signals a workflow, and starts it before if it does not run.
    ///
    /// - Parameters:
    ///   - type: The workflow.
    ///   - options: Its id, task queue, policies and timeouts.
    ///   - input: Its input, used when it is started.
    ///   - signal: One of the workflow's signals.
    ///   - signalInput: The signal's input.
    /// - Returns: A handle of the run that got the signal.
    /// - Throws: `WorkflowAlreadyStartedError` when the reuse policy does not allow a new run.
    package func signalWithStartWorkflow<Workflow: WorkflowDefinition, SignalInput: Sendable>(
        type: Workflow.Type = Workflow.self,
        options: WorkflowOptions,
        input: Workflow.Input,
        signal: WorkflowSignalDefinition<Workflow, SignalInput>,
        signalInput: SignalInput
    ) async throws -> WorkflowHandle<Workflow> {
        WorkflowHandle(
            untyped: try await signalWithStartWorkflow(
                name: type.name,
                options: options,
                input: input,
                signal: signal.name,
                signalInput: signalInput
            )
        )
    }

    /// A handle of a workflow that was started elsewhere.
    ///
    /// - Parameters:
    ///   - type: The workflow.
    ///   - id: The workflow's id.
    ///   - runID: One run of it; nil for the latest.
    ///   - firstExecutionRunID: The first run of a chain: cancel and terminate then refuse another chain.
    /// - Returns: The handle. Nothing is asked.
    package func workflowHandle<Workflow: WorkflowDefinition>(
        type: Workflow.Type = Workflow.self,
        id: String,
        runID: String? = nil,
        firstExecutionRunID: String? = nil
    ) -> WorkflowHandle<Workflow> {
        WorkflowHandle(untyped: workflowHandle(id: id, runID: runID, firstExecutionRunID: firstExecutionRunID))
    }
}
