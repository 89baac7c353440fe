import SwiftProtobuf
import TemporalAPI

extension WorkflowContext {
    /// A handle to any workflow of this namespace.
    /// - Parameters:
    ///   - id: of the workflow.
    ///   - runID: one run of it; the newest when nil.
    /// - Returns: a handle to signal and to cancel it.
    package func externalWorkflow(id: String, runID: String? = nil) -> ExternalWorkflowHandle {
        ExternalWorkflowHandle(id: id, runID: runID, context: self)
    }

    func signal(
        _ name: String,
        to target: APIWorkflowExecution,
        childrenOnly: Bool,
        _ input: @escaping WorkflowInputs
    ) async throws {
        try await machine.enterForWaiting("signal")
        let signal = SignalExternalOperation(machine, name, to: target, childrenOnly: childrenOnly, input: input)
        machine.issue(.signalExternal(signal))
        try await signal.delivered()
    }
}

/// A workflow that is not a child of this one, or that another run of this one started.
package struct ExternalWorkflowHandle: Sendable {
    package let id: String
    package let runID: String?
    let context: WorkflowContext

    /// Sends a signal and waits until it was delivered.
    /// - Parameters:
    ///   - signal: of the workflow's type.
    ///   - input: its input.
    /// - Throws: `ApplicationError` when there is no such workflow.
    package func signal<Workflow: WorkflowDefinition, Input: Sendable>(
        _ signal: WorkflowSignalDefinition<Workflow, Input>,
        input: Input
    ) async throws {
        try await self.signal(signal.name, input: input)
    }

    /// Sends a signal by its name and waits until it was delivered.
    /// - Parameters:
    ///   - name: of the signal.
    ///   - input: its arguments, in order; none, one or several.
    /// - Throws: `ApplicationError` when there is no such workflow.
    package func signal<each Input: Sendable>(_ name: String, input: repeat each Input) async throws {
        try await context.signal(name, to: target, childrenOnly: false, workflowInputs(repeat each input))
    }

    /// Asks the workflow to cancel and waits until it knows.
    /// - Parameter reason: why, shown to people.
    /// - Throws: `ApplicationError` when there is no such workflow.
    package func cancel(reason: String = "") async throws {
        try await context.machine.enterForWaiting("cancel")
        let cancel = CancelExternalOperation(target, childrenOnly: false, reason: reason)
        context.machine.issue(.cancelExternal(cancel))
        try await cancel.delivered()
    }

    private var target: APIWorkflowExecution {
        .with {
            $0.workflowID = id
            $0.runID = runID ?? ""
        }
    }
}
