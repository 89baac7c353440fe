extension WorkflowContext {
    /// What ends this run and begins the next one, when it is thrown out of `run`.
    ///
    /// ```swift
    /// throw context.makeContinueAsNewError(input: rest)
    /// ```
    /// - Parameters:
    ///   - options: what is different in the next run; memo and search attributes go with it.
    ///   - input: the next run's arguments.
    /// - Returns: the error to throw.
    package func makeContinueAsNewError<each Input: Sendable>(
        options: ContinueAsNewOptions = ContinueAsNewOptions(),
        input: repeat each Input
    ) -> ContinueAsNewError {
        makeContinueAsNewError(workflowName: machine.definition.name, options: options, input: repeat each input)
    }

    /// What ends this run and begins the next one as another type of workflow, when it is thrown out of `run`.
    /// - Parameters:
    ///   - workflowName: the type of the next run.
    ///   - options: what is different in the next run; memo and search attributes go with it.
    ///   - input: the next run's arguments.
    /// - Returns: the error to throw.
    package func makeContinueAsNewError<each Input: Sendable>(
        workflowName: String,
        options: ContinueAsNewOptions = ContinueAsNewOptions(),
        input: repeat each Input
    ) -> ContinueAsNewError {
        ContinueAsNewError(workflowName: workflowName, options: options, input: workflowInputs(repeat each input))
    }
}
