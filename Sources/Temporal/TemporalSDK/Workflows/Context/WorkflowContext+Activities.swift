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
        try await executeActivity(Activity.name, options: options, input: input, outputType: Activity.Output.self)
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
        try await machine.enterForWaiting("executeActivity")
        let activity = ActivityOperation(
            machine,
            name: name,
            options: options,
            input: workflowInputs(repeat each input)
        )
        machine.issue(.scheduleActivity(activity))
        let result = try await activity.result()
        return try machine.environment.converter.convertSinglePayload(result.payloads, as: outputType)
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
        try await executeActivity(name, options: options, input: repeat each input, outputType: Void.self)
    }
}
