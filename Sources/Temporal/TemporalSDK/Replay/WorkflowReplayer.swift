import SwiftProtobuf
package import TemporalAPI

/// Runs workflow code over recorded histories and tells whether it still does what it did. No service is needed;
/// run it in tests over the histories of running workflows before new code is deployed.
package struct WorkflowReplayer: Sendable {
    let registry: WorkflowRegistry
    let environment: WorkflowEnvironment

    /// - Parameters:
    ///   - workflows: those whose histories are to be replayed.
    ///   - environment: with the converters that the histories need.
    /// - Throws: ``WorkflowRegistrationError`` when workflows cannot be told apart.
    package init(
        workflows: [any WorkflowDefinition.Type],
        environment: WorkflowEnvironment = WorkflowEnvironment(taskQueue: "replay")
    ) throws {
        registry = try WorkflowRegistry(workflows)
        self.environment = environment
    }

    /// Replays one history on the calling thread.
    /// - Parameter history: of an open or a closed run, with all codecs undone.
    /// - Returns: whether the code fits.
    package func replay(_ history: WorkflowHistory) -> WorkflowReplayResult {
        guard let workflow = registry[history.workflowType] else {
            let error = WorkflowHistoryError.unknownType(history.workflowType)
            return WorkflowReplayResult(workflowID: history.workflowID, runID: history.runID, failure: error)
        }
        let execution = APIWorkflowExecution.with {
            $0.workflowID = history.workflowID
            $0.runID = history.runID
        }
        let failure = Self.replay(history.events, of: workflow, execution, environment)
        return WorkflowReplayResult(workflowID: history.workflowID, runID: history.runID, failure: failure)
    }

    /// Replays several histories on a thread of their own, so that nobody waits for their code.
    /// - Parameter histories: of runs of the known workflows.
    /// - Returns: the results in the same order.
    package func replay(_ histories: [WorkflowHistory]) async -> [WorkflowReplayResult] {
        let threads = WorkflowThreads(count: 1, limit: environment.limits.deadlock)
        defer { threads.close() }
        var results: [WorkflowReplayResult] = []
        for history in histories {
            do {
                results.append(try await threads.run(late: { (_: WorkflowReplayResult) in }) { replay(history) })
            } catch {
                results.append(
                    WorkflowReplayResult(workflowID: history.workflowID, runID: history.runID, failure: error)
                )
            }
        }
        return results
    }

    /// The replay itself: everything that the figures of `oms-bench` measure.
    package static func replay(
        _ events: [APIHistoryEvent],
        of workflow: RegisteredWorkflow,
        _ execution: APIWorkflowExecution,
        _ environment: WorkflowEnvironment
    ) -> WorkflowTaskFailure? {
        let machine = WorkflowMachine(workflow, execution: execution, environment: environment)
        defer { machine.evict() }
        do throws(WorkflowTaskFailure) {
            let isOpen = events.last?.eventType == .workflowTaskStarted
            try machine.read(events, current: isOpen ? events.last?.eventID : nil)
            if isOpen { _ = try machine.apiCommands() } else { try machine.checkAllRecorded() }
            return nil
        } catch {
            return error
        }
    }
}

/// What a replay found.
package struct WorkflowReplayResult: Sendable {
    package let workflowID: String
    package let runID: String
    /// nil when the code fits the history; a `WorkflowTaskFailure` when it does not.
    package let failure: (any Error)?

    package var succeeded: Bool { failure == nil }
}
