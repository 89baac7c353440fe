import SwiftProtobuf
import TemporalAPI

extension RunState {
    /// The run that tries a failed or timed-out one again.
    func retryStart(
        runID: String,
        failure: APIFailure,
        backoff: Duration,
        lastResult: APIPayloads?,
        now: EngineTime
    ) -> RunStart {
        var attributes = nextAttributes()
        attributes.initiator = .retry
        attributes.attempt = start.attempt + 1
        attributes.continuedFailure = failure
        if let lastResult { attributes.lastCompletionResult = lastResult }
        attributes.firstWorkflowTaskBackoff = leastBackoff(backoff, now: now).protobuf
        attributes.workflowType = start.workflowType
        attributes.taskQueue = normalTaskQueue
        if start.hasInput { attributes.input = start.input }
        if start.hasHeader { attributes.header = start.header }
        if start.hasWorkflowRunTimeout { attributes.workflowRunTimeout = start.workflowRunTimeout }
        attributes.workflowTaskTimeout = start.workflowTaskTimeout
        if start.hasRetryPolicy { attributes.retryPolicy = start.retryPolicy }
        attributes.set(memo: start.memo, searchAttributes: start.searchAttributes)
        return nextStart(runID: runID, attributes)
    }

    /// The run that a workflow continues as.
    ///
    /// - Parameters:
    ///   - command: with its defaults filled in.
    ///   - runID: the new run.
    ///   - now: the time.
    /// - Returns: the start of the new run.
    func continuedStart(
        _ command: APIContinueAsNewWorkflowExecutionCommandAttributes,
        runID: String,
        now: EngineTime
    ) -> RunStart {
        var attributes = nextAttributes()
        // The event that ends this run says what the command said, the new run's first what it means.
        attributes.initiator = command.initiator == .unspecified ? .workflow : command.initiator
        attributes.attempt = command.initiator == .retry ? start.attempt + 1 : 1
        if command.hasFailure { attributes.continuedFailure = command.failure }
        if command.hasLastCompletionResult { attributes.lastCompletionResult = command.lastCompletionResult }
        let asked = Duration(command.backoffStartInterval)
        let backoff = leastBackoff(asked, now: now)
        if command.hasBackoffStartInterval || backoff > .zero {
            attributes.firstWorkflowTaskBackoff = backoff.protobuf
        }
        attributes.workflowType = command.workflowType
        attributes.taskQueue = .normal(command.taskQueue.name)
        if command.hasInput { attributes.input = command.input }
        if command.hasHeader { attributes.header = command.header }
        attributes.workflowRunTimeout = command.workflowRunTimeout
        attributes.workflowTaskTimeout = command.workflowTaskTimeout
        if command.hasRetryPolicy { attributes.retryPolicy = command.retryPolicy }
        attributes.set(memo: command.memo, searchAttributes: command.searchAttributes)
        return nextStart(runID: runID, attributes)
    }

    private func nextStart(runID: String, _ attributes: APIWorkflowExecutionStartedEventAttributes) -> RunStart {
        var attributes = attributes
        attributes.originalExecutionRunID = runID
        return RunStart(key: key.with(runID: runID), requestID: runID, attributes: attributes)
    }

    /// What every run of a chain shares.
    private func nextAttributes() -> APIWorkflowExecutionStartedEventAttributes {
        .with {
            $0.continuedExecutionRunID = key.runID
            $0.firstExecutionRunID = start.firstExecutionRunID
            $0.workflowID = start.workflowID
            if start.hasWorkflowExecutionTimeout { $0.workflowExecutionTimeout = start.workflowExecutionTimeout }
            if start.hasWorkflowExecutionExpirationTime {
                $0.workflowExecutionExpirationTime = start.workflowExecutionExpirationTime
            }
            if start.hasParentWorkflowExecution {
                $0.parentWorkflowNamespace = start.parentWorkflowNamespace
                $0.parentWorkflowNamespaceID = start.parentWorkflowNamespaceID
                $0.parentWorkflowExecution = start.parentWorkflowExecution
                $0.parentInitiatedEventID = start.parentInitiatedEventID
                $0.rootWorkflowExecution = root
            }
            if start.hasPriority { $0.priority = start.priority }
        }
    }

    /// A backoff long enough that the two runs start a second apart: a workflow that does nothing but continue as new
    /// would spin otherwise.
    private func leastBackoff(_ backoff: Duration, now: EngineTime) -> Duration {
        let lifetime = now - executionTime
        return lifetime + backoff < limits.shortestRun ? limits.shortestRun - lifetime : backoff
    }
}
