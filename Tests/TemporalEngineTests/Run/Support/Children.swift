import SwiftProtobuf
import TemporalAPI
import TemporalEngine

extension APIWorkflowExecution {
    static func child(_ runID: String, id: String = "c") -> Self {
        .with {
            $0.workflowID = id
            $0.runID = runID
        }
    }
}

/// Last events of other runs.
extension APIHistoryEvent {
    static func completed(_ result: String) -> Self {
        .with {
            $0.eventType = .workflowExecutionCompleted
            $0.workflowExecutionCompletedEventAttributes.result = .json(result)
        }
    }

    static func failed(_ failure: APIFailure) -> Self {
        .with {
            $0.eventType = .workflowExecutionFailed
            $0.workflowExecutionFailedEventAttributes = .with {
                $0.failure = failure
                $0.retryState = .retryPolicyNotSet
            }
        }
    }

    static var canceled: Self {
        .with {
            $0.eventType = .workflowExecutionCanceled
            $0.workflowExecutionCanceledEventAttributes.details = .json("\"stopped\"")
        }
    }

    static var timedOut: Self {
        .with {
            $0.eventType = .workflowExecutionTimedOut
            $0.workflowExecutionTimedOutEventAttributes.retryState = .timeout
        }
    }

    static var terminated: Self {
        .with {
            $0.eventType = .workflowExecutionTerminated
            $0.workflowExecutionTerminatedEventAttributes.reason = "enough"
        }
    }
}
