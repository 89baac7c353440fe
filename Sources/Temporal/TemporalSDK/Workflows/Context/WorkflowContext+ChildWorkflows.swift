import Foundation
import SwiftProtobuf
import TemporalAPI

extension WorkflowContext {
    /// Starts a child workflow and waits until it runs.
    /// - Parameters:
    ///   - type: of the child.
    ///   - options: its id, timeouts, and what becomes of it when this workflow ends or cancels it.
    ///   - input: its input.
    /// - Returns: a handle to wait for its result and to signal it.
    /// - Throws: `WorkflowAlreadyStartedError` when the id is taken, `ChildWorkflowError` when it was cancelled.
    package func startChildWorkflow<Child: WorkflowDefinition>(
        _ type: Child.Type,
        options: ChildWorkflowOptions = ChildWorkflowOptions(),
        input: Child.Input
    ) async throws -> ChildWorkflowHandle<Child.Output> {
        try await startChildWorkflow(Child.name, options: options, input: input, outputType: Child.Output.self)
    }

    /// Starts a child workflow by its name and waits until it runs.
    /// - Parameters:
    ///   - name: of the child's type.
    ///   - options: its id, timeouts, and what becomes of it when this workflow ends or cancels it.
    ///   - input: its arguments, in order; none, one or several.
    ///   - outputType: what its result is read as.
    /// - Returns: a handle to wait for its result and to signal it.
    /// - Throws: `WorkflowAlreadyStartedError` when the id is taken, `ChildWorkflowError` when it was cancelled.
    package func startChildWorkflow<each Input: Sendable, Output: Sendable>(
        _ name: String,
        options: ChildWorkflowOptions = ChildWorkflowOptions(),
        input: repeat each Input,
        outputType: Output.Type = Output.self
    ) async throws -> ChildWorkflowHandle<Output> {
        try await machine.enterForWaiting("startChildWorkflow")
        let child = ChildWorkflowOperation(
            machine,
            name: name,
            id: options.id ?? uuid().uuidString.lowercased(),
            options: options,
            input: workflowInputs(repeat each input)
        )
        machine.issue(.startChild(child))
        try await child.started()
        return ChildWorkflowHandle(child: child, context: self)
    }

    /// Runs a child workflow and waits for its result.
    /// - Parameters:
    ///   - type: of the child.
    ///   - options: its id, timeouts, and what becomes of it when this workflow ends or cancels it.
    ///   - input: its input.
    /// - Returns: the result.
    /// - Throws: `WorkflowAlreadyStartedError` when the id is taken, `ChildWorkflowError` when it did not complete.
    package func executeChildWorkflow<Child: WorkflowDefinition>(
        _ type: Child.Type,
        options: ChildWorkflowOptions = ChildWorkflowOptions(),
        input: Child.Input
    ) async throws -> Child.Output {
        try await startChildWorkflow(type, options: options, input: input).result()
    }

    /// Runs a child workflow by its name and waits for its result.
    /// - Parameters:
    ///   - name: of the child's type.
    ///   - options: its id, timeouts, and what becomes of it when this workflow ends or cancels it.
    ///   - input: its arguments, in order; none, one or several.
    ///   - outputType: what its result is read as.
    /// - Returns: the result.
    /// - Throws: `WorkflowAlreadyStartedError` when the id is taken, `ChildWorkflowError` when it did not complete.
    package func executeChildWorkflow<each Input: Sendable, Output: Sendable>(
        _ name: String,
        options: ChildWorkflowOptions = ChildWorkflowOptions(),
        input: repeat each Input,
        outputType: Output.Type = Output.self
    ) async throws -> Output {
        let child = try await startChildWorkflow(
            name,
            options: options,
            input: repeat each input,
            outputType: outputType
        )
        return try await child.result()
    }

    /// Runs a child workflow by its name that has no result, or whose result does not matter, and waits for its end.
    /// - Parameters:
    ///   - name: of the child's type.
    ///   - options: its id, timeouts, and what becomes of it when this workflow ends or cancels it.
    ///   - input: its arguments, in order; none, one or several.
    /// - Throws: `WorkflowAlreadyStartedError` when the id is taken, `ChildWorkflowError` when it did not complete.
    package func executeChildWorkflow<each Input: Sendable>(
        _ name: String,
        options: ChildWorkflowOptions = ChildWorkflowOptions(),
        input: repeat each Input
    ) async throws {
        try await executeChildWorkflow(name, options: options, input: repeat each input, outputType: Void.self)
    }
}

/// A child workflow that runs, or has run.
package struct ChildWorkflowHandle<Output: Sendable>: Sendable {
    let child: ChildWorkflowOperation
    let context: WorkflowContext

    package var id: String { child.id }
    package var firstExecutionRunID: String { child.runID }

    /// Waits for the child's end. Cancelling the task that waits cancels the child, as its options say.
    /// - Returns: the child's result.
    /// - Throws: `ChildWorkflowError` when it did not complete.
    package func result() async throws -> Output {
        try await context.machine.enterForWaiting("ChildWorkflowHandle.result")
        let result = try await child.result()
        return try context.machine.environment.converter.convertSinglePayload(result.payloads, as: Output.self)
    }

    /// Asks the child to cancel, as its options say.
    package func cancel() throws {
        try context.machine.enterForCommand("ChildWorkflowHandle.cancel")
        child.cancel()
    }

    /// Sends the child a signal and waits until it was delivered.
    /// - Parameters:
    ///   - signal: of the child's type.
    ///   - input: its input.
    /// - Throws: `ApplicationError` when the child ended before.
    package func signal<Child: WorkflowDefinition, Input: Sendable>(
        _ signal: WorkflowSignalDefinition<Child, Input>,
        input: Input
    ) async throws {
        try await self.signal(signal.name, input: input)
    }

    /// Sends the child a signal by its name and waits until it was delivered.
    /// - Parameters:
    ///   - name: of the signal.
    ///   - input: its arguments, in order; none, one or several.
    /// - Throws: `ApplicationError` when the child ended before.
    package func signal<each Input: Sendable>(_ name: String, input: repeat each Input) async throws {
        try await context.signal(
            name,
            to: .with { $0.workflowID = child.id },
            childrenOnly: true,
            workflowInputs(repeat each input)
        )
    }
}
