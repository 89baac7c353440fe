import SwiftProtobuf
import TemporalAPI

extension RunState {
    /// The run, or the chain of runs it belongs to, took too long: it ends, and is tried again when it has a policy.
    mutating func timeOut(now: EngineTime, ids: inout some IDSource) {
        let failure = APIFailure.timeout("workflow timeout", .startToClose)
        var (retry, retryState): (RunStart?, APIRetryState) = (nil, .timeout)
        if executionExpiration.map({ $0 > now }) ?? true {
            switch workflowRetry(after: failure, now: now) {
            case .retry(let backoff):
                retryState = .inProgress
                retry = retryStart(
                    runID: ids.next(),
                    failure: failure,
                    backoff: backoff,
                    lastResult: start.hasLastCompletionResult ? start.lastCompletionResult : nil,
                    now: now
                )
            case .stop(let state):
                retryState = state
            }
        }
        forceFailWorkflowTask(now: now)
        close(
            .workflowExecutionTimedOutEventAttributes(
                .with {
                    $0.retryState = retryState
                    $0.newExecutionRunID = retry?.key.runID ?? ""
                }
            ),
            now: now,
            next: retry
        )
    }
}
