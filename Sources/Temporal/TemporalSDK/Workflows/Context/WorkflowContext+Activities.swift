import TemporalAPI

extension WorkflowContext {
    /// Runs an activity and waits for its result.
    /// - Parameters:
    ///   - type: of the activity.
    ///   - options: at least a start-to-close or a schedule-to-close timeout.
    ///   - input: its input.
    /// - Returns: the result.
    /// - Throws: `ActivityError` when it failed for good or was cancelled, `CancellationError` when the calling task
    ///   was cancelled before.
    @discardableResult
    package func executeActivity<Activity: ActivityDefinition>(
        _ type: Activity.Type,
        options: ActivityOptions,
        input: Activity.Input
    ) async throws -> Activity.Output {
        try await execute(Activity.name, options, workflowInputs(input))
    }

    /// Runs an activity and waits for its result.
    /// - Parameters:
    ///   - name: of the activity.
    ///   - options: at least a start-to-close or a schedule-to-close timeout.
    ///   - input: its arguments, in order; none, one or several.
    ///   - outputType: what its result is read as.
    /// - Returns: the result.
    /// - Throws: `ActivityError` when it failed for good or was cancelled, `CancellationError` when the calling task
    ///   was cancelled before.
    package func executeActivity<each Input: Sendable, Output: Sendable>(
        _ name: String,
        options: ActivityOptions,
        input: repeat each Input,
        outputType: Output.Type = Output.self
    ) async throws -> Output {
        try await execute(name, options, workflowInputs(repeat each input))
    }

    /// Runs an activity that has no result, or whose result does not matter, and waits for its end.
    /// - Parameters:
    ///   - name: of the activity.
    ///   - options: at least a start-to-close or a schedule-to-close timeout.
    ///   - input: its arguments, in order; none, one or several.
    /// - Throws: `ActivityError` when it failed for good or was cancelled, `CancellationError` when the calling task
    ///   was cancelled before.
    package func executeActivity<each Input: Sendable>(
        _ name: String,
        options: ActivityOptions,
        input: repeat each Input
    ) async throws {
        let _: Void = try await execute(name, options, workflowInputs(repeat each input))
    }

    private func execute<Output: Sendable>(
        _ name: String,
        _ options: ActivityOptions,
        _ input: @escaping WorkflowInputs
    ) async throws -> Output {
        try await machine.enterForWaiting("executeActivity")
        let activity = ActivityOperation(machine, name: name, options: options, input: input)
        machine.issue(.scheduleActivity(activity))
        if options.triesLocally { machine.local.undecided.append(activity) }
        let result = try await activity.result()
        return try machine.environment.converter.convertSinglePayload(result.payloads)
    }
}
