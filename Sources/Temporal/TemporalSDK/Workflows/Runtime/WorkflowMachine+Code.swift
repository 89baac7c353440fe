import Logging
import TemporalAPI

// The tasks in which workflow code runs, and what becomes of what they throw.
extension WorkflowMachine {
    /// Starts `run`. Its task is the one that a cancellation of the workflow cancels.
    func startRun() {
        guard let instance else { return }
        let id = sequence.nextTask()
        let task = Task(executorPreference: queue) { [self] in
            do {
                let output = try await instance.run()
                end(.complete(output))
            } catch {
                end(throwing: error)
            }
            tasks.ended(id)
        }
        rootTask = task
        tasks.began(id) { task.cancel() }
    }

    /// Starts the handler of a signal. A signal that nobody handles, or whose input cannot be read, is dropped with a
    /// line in the log: its sender cannot be told.
    func signal(_ event: APIHistoryEvent) {
        guard case .workflowExecutionSignaledEventAttributes(let attributes) = event.attributes, let instance else {
            return
        }
        let name = attributes.signalName
        let handler: SignalWork
        do {
            guard let found = try instance.handler(ofSignal: name, attributes.input.payloads, environment.converter)
            else {
                telemetry.logger.warning(
                    "a signal came that this workflow has no handler for",
                    metadata: ["signal": "\(name)"]
                )
                return
            }
            handler = found
        } catch {
            telemetry.logger.error(
                "a signal was dropped: its input cannot be read",
                metadata: ["signal": "\(name)", "error": "\(error)"]
            )
            return
        }
        let id = sequence.nextTask()
        let task = Task(executorPreference: queue) { [self] in
            do { try await handler() } catch { end(throwing: error) }
            tasks.ended(id, isHandler: true)
        }
        tasks.began(id, isHandler: true) { task.cancel() }
    }

    /// Starts work that is no child of the task that asks for it.
    func spawn<Result: Sendable>(
        _ body: sending @escaping @isolated(any) () async throws -> Result
    ) -> Task<Result, any Error> {
        let id = sequence.nextTask()
        let task = Task(executorPreference: queue) { [self] in
            defer { tasks.ended(id) }
            return try await body()
        }
        tasks.began(id) { task.cancel() }
        return task
    }

    /// Ends the workflow, unless it ended before.
    private func end(_ command: WorkflowCommand) {
        guard !isEvicting, terminal == nil else { return }
        terminal = command
    }

    /// Decides what an error of workflow code ends: the workflow, or only this workflow task.
    private func end(throwing error: any Error) {
        if isEvicting { return }
        switch error {
        case let error as ContinueAsNewError:
            end(.continueAsNew(error))
        case let error as WorkflowTaskFailure:
            failure = failure ?? error
        case _ where cancellation != nil && error.isTemporalCancellation:
            end(.cancel)
        case is CancellationError where environment.failsWorkflow(error):
            end(.fail(CanceledError("Workflow code was cancelled, but not by a request to cancel the workflow")))
        case _ where environment.failsWorkflow(error):
            end(.fail(error))
        default:
            failure = failure ?? .unhandled(error)
        }
    }
}
