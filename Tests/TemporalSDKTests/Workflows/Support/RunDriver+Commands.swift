import SwiftProtobuf
import TemporalAPI
import TemporalSDK

// What the service writes for each command.
extension RunDriver {
    func record(_ command: APICommand, _ completed: Int64) {
        switch command.attributes {
        case .scheduleActivityTaskCommandAttributes(let command):
            append(.activityTaskScheduled) { event in
                event.activityTaskScheduledEventAttributes = .with {
                    $0.activityID = command.activityID
                    $0.activityType = command.activityType
                    $0.input = command.input
                    $0.workflowTaskCompletedEventID = completed
                }
            }
        case .requestCancelActivityTaskCommandAttributes(let command):
            append(.activityTaskCancelRequested) { event in
                event.activityTaskCancelRequestedEventAttributes.scheduledEventID = command.scheduledEventID
            }
        case .startTimerCommandAttributes(let command):
            append(.timerStarted) { event in
                event.timerStartedEventAttributes.timerID = command.timerID
                event.timerStartedEventAttributes.startToFireTimeout = command.startToFireTimeout
            }
        case .cancelTimerCommandAttributes(let command):
            append(.timerCanceled) { event in
                event.timerCanceledEventAttributes.timerID = command.timerID
                event.timerCanceledEventAttributes.startedEventID = timer(command.timerID)
            }
        case .recordMarkerCommandAttributes(let command):
            append(.markerRecorded) { event in
                event.markerRecordedEventAttributes.markerName = command.markerName
                event.markerRecordedEventAttributes.details = command.details
            }
        case .upsertWorkflowSearchAttributesCommandAttributes(let command):
            append(.upsertWorkflowSearchAttributes) { event in
                event.upsertWorkflowSearchAttributesEventAttributes.searchAttributes = command.searchAttributes
            }
        case .modifyWorkflowPropertiesCommandAttributes(let command):
            append(.workflowPropertiesModified) { event in
                event.workflowPropertiesModifiedEventAttributes.upsertedMemo = command.upsertedMemo
            }
        default: recordOthers(command)
        }
    }

    private func recordOthers(_ command: APICommand) {
        switch command.attributes {
        case .startChildWorkflowExecutionCommandAttributes(let command):
            append(.startChildWorkflowExecutionInitiated) { event in
                event.startChildWorkflowExecutionInitiatedEventAttributes = .with {
                    $0.workflowID = command.workflowID
                    $0.workflowType = command.workflowType
                    $0.input = command.input
                }
            }
        case .signalExternalWorkflowExecutionCommandAttributes(let command):
            append(.signalExternalWorkflowExecutionInitiated) { event in
                event.signalExternalWorkflowExecutionInitiatedEventAttributes = .with {
                    $0.workflowExecution = command.execution
                    $0.signalName = command.signalName
                }
            }
        case .requestCancelExternalWorkflowExecutionCommandAttributes(let command):
            append(.requestCancelExternalWorkflowExecutionInitiated) { event in
                event.requestCancelExternalWorkflowExecutionInitiatedEventAttributes.workflowExecution.workflowID =
                    command.workflowID
            }
        case .completeWorkflowExecutionCommandAttributes(let command):
            append(.workflowExecutionCompleted) { event in
                event.workflowExecutionCompletedEventAttributes.result = command.result
            }
        case .failWorkflowExecutionCommandAttributes(let command):
            append(.workflowExecutionFailed) { event in
                event.workflowExecutionFailedEventAttributes.failure = command.failure
            }
        case .cancelWorkflowExecutionCommandAttributes:
            append(.workflowExecutionCanceled)
        case .continueAsNewWorkflowExecutionCommandAttributes:
            append(.workflowExecutionContinuedAsNew)
        default:
            break
        }
    }

    func timer(_ id: String) -> Int64 {
        history.last { $0.timerStartedEventAttributes.timerID == id && $0.eventType == .timerStarted }?.eventID ?? 0
    }

    func activity(_ id: String) -> Int64 {
        history.last {
            $0.eventType == .activityTaskScheduled && $0.activityTaskScheduledEventAttributes.activityID == id
        }?.eventID ?? 0
    }

    func child(_ id: String) -> Int64 {
        history.last {
            $0.eventType == .startChildWorkflowExecutionInitiated
                && $0.startChildWorkflowExecutionInitiatedEventAttributes.workflowID == id
        }?.eventID ?? 0
    }
}
