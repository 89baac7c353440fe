import SwiftProtobuf
import TemporalAPI
import TemporalSDK

// What happens to a run from outside.
extension RunDriver {
    func signal(_ name: String, _ input: any Sendable = ()) throws {
        let payloads = try payloads(input)
        append(.workflowExecutionSignaled) { event in
            event.workflowExecutionSignaledEventAttributes.signalName = name
            event.workflowExecutionSignaledEventAttributes.input = payloads
        }
    }

    func requestCancel(_ cause: String = "enough") {
        append(.workflowExecutionCancelRequested) { event in
            event.workflowExecutionCancelRequestedEventAttributes.cause = cause
        }
    }

    func fireTimer(_ id: String) {
        let started = timer(id)
        append(.timerFired) { event in
            event.timerFiredEventAttributes.timerID = id
            event.timerFiredEventAttributes.startedEventID = started
        }
    }

    private func startActivity(_ id: String) -> (scheduled: Int64, started: Int64) {
        let scheduled = activity(id)
        let started = append(.activityTaskStarted) { event in
            event.activityTaskStartedEventAttributes.scheduledEventID = scheduled
        }
        return (scheduled, started)
    }

    func completeActivity(_ id: String, _ result: any Sendable = ()) throws {
        let payloads = try payloads(result)
        let (scheduled, started) = startActivity(id)
        append(.activityTaskCompleted) { event in
            event.activityTaskCompletedEventAttributes.scheduledEventID = scheduled
            event.activityTaskCompletedEventAttributes.startedEventID = started
            event.activityTaskCompletedEventAttributes.result = payloads
        }
    }

    func failActivity(_ id: String, _ error: any Error) {
        let (scheduled, started) = startActivity(id)
        append(.activityTaskFailed) { event in
            event.activityTaskFailedEventAttributes.scheduledEventID = scheduled
            event.activityTaskFailedEventAttributes.startedEventID = started
            event.activityTaskFailedEventAttributes.failure = environment.converter.convertError(error)
            event.activityTaskFailedEventAttributes.retryState = .maximumAttemptsReached
        }
    }

    func timeOutActivity(_ id: String) {
        let (scheduled, started) = startActivity(id)
        append(.activityTaskTimedOut) { event in
            event.activityTaskTimedOutEventAttributes.scheduledEventID = scheduled
            event.activityTaskTimedOutEventAttributes.startedEventID = started
            event.activityTaskTimedOutEventAttributes.failure = .with {
                $0.message = "activity StartToClose timeout"
                $0.timeoutFailureInfo.timeoutType = .startToClose
            }
            event.activityTaskTimedOutEventAttributes.retryState = .timeout
        }
    }

    func cancelActivity(_ id: String, details: any Sendable = ()) throws {
        let payloads = try payloads(details)
        let scheduled = activity(id)
        append(.activityTaskCanceled) { event in
            event.activityTaskCanceledEventAttributes.scheduledEventID = scheduled
            event.activityTaskCanceledEventAttributes.details = payloads
        }
    }

    func startChild(_ id: String, runID: String = "child-run") {
        let initiated = child(id)
        append(.childWorkflowExecutionStarted) { event in
            event.childWorkflowExecutionStartedEventAttributes.initiatedEventID = initiated
            event.childWorkflowExecutionStartedEventAttributes.workflowExecution.workflowID = id
            event.childWorkflowExecutionStartedEventAttributes.workflowExecution.runID = runID
        }
    }

    func failChildStart(_ id: String, _ cause: APIStartChildWorkflowExecutionFailedCause) {
        let initiated = child(id)
        append(.startChildWorkflowExecutionFailed) { event in
            event.startChildWorkflowExecutionFailedEventAttributes.initiatedEventID = initiated
            event.startChildWorkflowExecutionFailedEventAttributes.cause = cause
        }
    }

    func completeChild(_ id: String, _ result: any Sendable) throws {
        let payloads = try payloads(result)
        let initiated = child(id)
        append(.childWorkflowExecutionCompleted) { event in
            event.childWorkflowExecutionCompletedEventAttributes.initiatedEventID = initiated
            event.childWorkflowExecutionCompletedEventAttributes.result = payloads
        }
    }

    func failChild(_ id: String, _ error: any Error) {
        let initiated = child(id)
        append(.childWorkflowExecutionFailed) { event in
            event.childWorkflowExecutionFailedEventAttributes.initiatedEventID = initiated
            event.childWorkflowExecutionFailedEventAttributes.failure = environment.converter.convertError(error)
        }
    }

    func cancelChild(_ id: String) {
        let initiated = child(id)
        append(.childWorkflowExecutionCanceled) { event in
            event.childWorkflowExecutionCanceledEventAttributes.initiatedEventID = initiated
        }
    }

    /// The service delivered the last signal or cancellation to another workflow.
    func deliverExternal() {
        guard let (type, id) = lastExternal() else { return }
        if type == .signalExternalWorkflowExecutionInitiated {
            append(.externalWorkflowExecutionSignaled) {
                $0.externalWorkflowExecutionSignaledEventAttributes.initiatedEventID = id
            }
        } else {
            append(.externalWorkflowExecutionCancelRequested) {
                $0.externalWorkflowExecutionCancelRequestedEventAttributes.initiatedEventID = id
            }
        }
    }

    /// The service found nobody for the last signal or cancellation to another workflow.
    func refuseExternal() {
        guard let (type, id) = lastExternal() else { return }
        if type == .signalExternalWorkflowExecutionInitiated {
            append(.signalExternalWorkflowExecutionFailed) {
                $0.signalExternalWorkflowExecutionFailedEventAttributes.initiatedEventID = id
                $0.signalExternalWorkflowExecutionFailedEventAttributes.cause = .externalWorkflowExecutionNotFound
            }
        } else {
            append(.requestCancelExternalWorkflowExecutionFailed) {
                $0.requestCancelExternalWorkflowExecutionFailedEventAttributes.initiatedEventID = id
                $0.requestCancelExternalWorkflowExecutionFailedEventAttributes.cause =
                    .externalWorkflowExecutionNotFound
            }
        }
    }

    private func lastExternal() -> (APIEventType, Int64)? {
        history.last {
            $0.eventType == .signalExternalWorkflowExecutionInitiated
                || $0.eventType == .requestCancelExternalWorkflowExecutionInitiated
        }.map { ($0.eventType, $0.eventID) }
    }
}
