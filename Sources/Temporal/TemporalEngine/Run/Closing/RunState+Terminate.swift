import SwiftProtobuf
package import TemporalAPI

/// A request to terminate a run.
package struct TerminationRequest: Sendable {
    package var reason: String
    package var details: APIPayloads?
    package var identity: String
    /// When set, only a run of the chain that began with this run is meant.
    package var firstRunID = ""
    /// When set, the run must be a child of this one: its parent's close policy.
    package var parent: APIWorkflowExecution?

    package init(reason: String, details: APIPayloads?, identity: String) {
        self.reason = reason
        self.details = details
        self.identity = identity
    }
}

extension RunState {
    /// Ends the run at once, without asking its worker.
    ///
    /// - Parameters:
    ///   - request: what is asked for.
    ///   - now: the time.
    /// - Throws: `RunRefusal` when the run is closed or is not the one that is meant.
    package mutating func terminate(_ request: TerminationRequest, now: EngineTime) throws(RunRefusal) {
        guard isRunning else { throw .workflowCompleted }
        try check(firstRunID: request.firstRunID, parent: request.parent)
        forceFailWorkflowTask(now: now)
        close(
            .workflowExecutionTerminatedEventAttributes(
                .with {
                    $0.reason = request.reason
                    if let details = request.details { $0.details = details }
                    $0.identity = request.identity
                }
            ),
            now: now
        )
        settle(now: now)
    }

    /// Whether this is the chain of runs, and the child, that a request means.
    func check(firstRunID: String, parent: APIWorkflowExecution?) throws(RunRefusal) {
        if !firstRunID.isEmpty, start.firstExecutionRunID != firstRunID { throw .executionNotFound }
        if let parent, start.parentWorkflowExecution != parent { throw .parentMismatch }
    }
}
