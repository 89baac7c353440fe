import TemporalAPI

/// What workflow code asks of the service, in the order in which it asks. Each becomes one command, and the service
/// answers each with one event, in the same order.
enum WorkflowCommand {
    case scheduleActivity(ActivityOperation)
    case cancelActivity(ActivityOperation)
    case startTimer(TimerOperation)
    case cancelTimer(TimerOperation)
    case startChild(ChildWorkflowOperation)
    case signalExternal(SignalExternalOperation)
    case cancelExternal(CancelExternalOperation)
    case patch(WorkflowPatch)
    /// The search attribute that lists the patches of the run; written by the runtime, not by workflow code.
    case listPatches([String])
    case upsertSearchAttributes(SearchAttributeCollection)
    case upsertMemo([String: APIPayload])
    case complete(WorkflowInputs)
    case fail(any Error)
    case cancel
    /// Apart, so that it does not make all the others large.
    indirect case continueAsNew(ContinueAsNewError)

    /// Cancelled before it was sent: the service never hears of it.
    var isWithdrawn: Bool {
        switch self {
        case .scheduleActivity(let activity): activity.isWithdrawn
        case .startTimer(let timer): timer.isWithdrawn
        case .startChild(let child): child.isWithdrawn
        case .signalExternal(let signal): signal.isWithdrawn
        default: false
        }
    }

    /// Whether events of this kind record it.
    func isRecorded(by type: APIEventType) -> Bool {
        switch (self, type) {
        case (.scheduleActivity(let activity), .activityTaskScheduled): activity.localResult == nil
        case (.scheduleActivity(let activity), .markerRecorded): activity.localResult != nil
        case (.cancelActivity, .activityTaskCancelRequested),
            (.startTimer, .timerStarted), (.cancelTimer, .timerCanceled),
            (.startChild, .startChildWorkflowExecutionInitiated),
            (.signalExternal, .signalExternalWorkflowExecutionInitiated),
            (.cancelExternal, .requestCancelExternalWorkflowExecutionInitiated), (.patch, .markerRecorded),
            (.listPatches, .upsertWorkflowSearchAttributes),
            (.upsertSearchAttributes, .upsertWorkflowSearchAttributes),
            (.upsertMemo, .workflowPropertiesModified), (.complete, .workflowExecutionCompleted),
            (.fail, .workflowExecutionFailed), (.cancel, .workflowExecutionCanceled),
            (.continueAsNew, .workflowExecutionContinuedAsNew):
            true
        default: false
        }
    }

    /// The operation that lives on after the command, if there is one.
    var operation: (any WorkflowOperation)? {
        switch self {
        case .scheduleActivity(let activity) where activity.localResult != nil: nil
        case .scheduleActivity(let activity): activity
        case .startTimer(let timer): timer
        case .startChild(let child): child
        case .signalExternal(let signal): signal
        case .cancelExternal(let cancel): cancel
        default: nil
        }
    }

    /// What it asks for, for people.
    var label: String {
        switch self {
        case .scheduleActivity(let activity) where activity.localResult != nil: "RecordMarker: local \(activity.label)"
        case .scheduleActivity(let activity): "ScheduleActivityTask: \(activity.label)"
        case .cancelActivity(let activity): "RequestCancelActivityTask: \(activity.label)"
        case .startTimer(let timer): "StartTimer: \(timer.label)"
        case .cancelTimer(let timer): "CancelTimer: \(timer.label)"
        case .startChild(let child): "StartChildWorkflowExecution: \(child.label)"
        case .signalExternal(let signal): "SignalExternalWorkflowExecution: \(signal.label)"
        case .cancelExternal(let cancel): "RequestCancelExternalWorkflowExecution: \(cancel.label)"
        case .patch(let patch): "RecordMarker: \(patch.label)"
        case .listPatches: "UpsertWorkflowSearchAttributes: \(WorkflowPatch.searchAttribute)"
        case .upsertSearchAttributes: "UpsertWorkflowSearchAttributes"
        case .upsertMemo: "ModifyWorkflowProperties"
        case .complete: "CompleteWorkflowExecution"
        case .fail: "FailWorkflowExecution"
        case .cancel: "CancelWorkflowExecution"
        case .continueAsNew: "ContinueAsNewWorkflowExecution"
        }
    }
}
