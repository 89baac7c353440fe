import SwiftProtobuf
import TemporalAPI
import TemporalEngine
import Testing

/// Commands that fail the workflow task, each with the service's cause and words.
@Suite
struct CommandProblemTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let commands: [APICommand]

        init(_ text: String, _ commands: APICommand...) {
            self.text = text
            self.commands = commands
        }

        var testDescription: String { String(text.prefix(80)) }
    }

    static let long = String(repeating: "x", count: 1_001)

    static let bare: [Case] = [
        Case(
            "BadScheduleActivityAttributes: ScheduleActivityTaskCommandAttributes is not set on "
                + "ScheduleActivityTaskCommand.",
            .bare(.scheduleActivityTask)
        ),
        Case(
            "BadRequestCancelActivityAttributes: RequestCancelActivityTaskCommandAttributes is not set on "
                + "RequestCancelActivityTaskCommand.",
            .bare(.requestCancelActivityTask)
        ),
        Case(
            "BadStartTimerAttributes: StartTimerCommandAttributes is not set on StartTimerCommand.",
            .bare(.startTimer)
        ),
        Case(
            "BadCancelTimerAttributes: CancelTimerCommandAttributes is not set on CancelTimerCommand.",
            .bare(.cancelTimer)
        ),
        Case(
            "BadRecordMarkerAttributes: RecordMarkerCommandAttributes is not set on RecordMarkerCommand.",
            .bare(.recordMarker)
        ),
        Case(
            "BadSearchAttributes: UpsertWorkflowSearchAttributesCommandAttributes is not set on "
                + "UpsertWorkflowSearchAttributesCommand.",
            .bare(.upsertWorkflowSearchAttributes)
        ),
        Case(
            "BadModifyWorkflowPropertiesAttributes: ModifyWorkflowPropertiesCommandAttributes is not set on "
                + "ModifyWorkflowPropertiesCommand.",
            .bare(.modifyWorkflowProperties)
        ),
        Case(
            "BadStartChildExecutionAttributes: StartChildWorkflowExecutionCommandAttributes is not set on "
                + "StartChildWorkflowExecutionCommand.",
            .bare(.startChildWorkflowExecution)
        ),
        Case(
            "BadSignalWorkflowExecutionAttributes: SignalExternalWorkflowExecutionCommandAttributes is not set on "
                + "SignalExternalWorkflowExecutionCommand.",
            .bare(.signalExternalWorkflowExecution)
        ),
        Case(
            "BadRequestCancelExternalWorkflowExecutionAttributes: "
                + "RequestCancelExternalWorkflowExecutionCommandAttributes is not set on "
                + "RequestCancelExternalWorkflowExecutionCommand.",
            .bare(.requestCancelExternalWorkflowExecution)
        ),
        Case(
            "BadCompleteWorkflowExecutionAttributes: CompleteWorkflowExecutionCommandAttributes is not set on "
                + "CompleteWorkflowExecutionCommand.",
            .bare(.completeWorkflowExecution)
        ),
        Case(
            "BadFailWorkflowExecutionAttributes: FailWorkflowExecutionCommandAttributes is not set on "
                + "FailWorkflowExecutionCommand.",
            .bare(.failWorkflowExecution)
        ),
        Case(
            "BadCancelWorkflowExecutionAttributes: CancelWorkflowExecutionCommandAttributes is not set on "
                + "CancelWorkflowExecutionCommand.",
            .bare(.cancelWorkflowExecution)
        ),
        Case(
            "BadContinueAsNewAttributes: ContinueAsNewWorkflowExecutionCommandAttributes is not set on "
                + "ContinueAsNewWorkflowExecutionCommand.",
            .bare(.continueAsNewWorkflowExecution)
        ),
        Case("BadUpdateWorkflowExecutionMessage: workflow updates are not supported", .bare(.protocolMessage)),
        Case("FeatureDisabled: Nexus operations disabled", .bare(.scheduleNexusOperation)),
    ]

    static let activities: [Case] = [
        Case("BadScheduleActivityAttributes: taskQueue is not set", .schedule("a") { $0.clearTaskQueue() }),
        Case("BadScheduleActivityAttributes: activityId is not set", .schedule("")),
        Case("BadScheduleActivityAttributes: activityType is not set", .schedule("a") { $0.activityType.name = "" }),
        Case(
            "BadScheduleActivityAttributes: activityId exceeds length limit. Length=1001 Limit=1000",
            .schedule(long)
        ),
        Case(
            "BadScheduleActivityAttributes: a valid StartToCloseTimeout or ScheduleToCloseTimeout must be set on the "
                + "activity. ActivityId=a ActivityType=Ship",
            .schedule("a", startToClose: .zero)
        ),
        Case(
            "BadScheduleActivityAttributes: invalid HeartbeatTimeout: negative duration",
            .schedule("a") { $0.heartbeatTimeout = Google_Protobuf_Duration(seconds: -1) }
        ),
        Case(
            "BadScheduleActivityAttributes: BackoffCoefficient cannot be less than 1 on retry policy.",
            .schedule("a") { $0.retryPolicy.backoffCoefficient = 0.1 }
        ),
        Case(
            "ScheduleActivityDuplicateId: invalid history builder state for action: "
                + "add-activitytask-scheduled-event, ActivityID: a",
            .schedule("a"),
            .schedule("a")
        ),
        Case(
            "BadRequestCancelActivityAttributes: ScheduledEventId is not set on RequestCancelActivityTaskCommand.",
            .cancelActivity(0)
        ),
        Case(
            "BadRequestCancelActivityAttributes: invalid history builder state for action: "
                + "add-activitytask-cancel-requested-event, ScheduledEventID: 99",
            .cancelActivity(99)
        ),
    ]

    static let others: [Case] = [
        Case("BadStartTimerAttributes: TimerId is not set on StartTimerCommand.", .startTimer("", .seconds(1))),
        Case(
            "BadStartTimerAttributes: An invalid StartToFireTimeout is set on StartTimerCommand: negative duration. "
                + "TimerId=t",
            .startTimer("t", .seconds(-1))
        ),
        Case(
            "StartTimerDuplicateId: invalid history builder state for action: add-timer-started-event, TimerID: t",
            .startTimer("t", .seconds(1)),
            .startTimer("t", .seconds(1))
        ),
        Case("BadCancelTimerAttributes: TimerId is not set on CancelTimerCommand.", .cancelTimer("")),
        Case(
            "BadCancelTimerAttributes: invalid history builder state for action: add-timer-canceled-event, TimerID: t",
            .cancelTimer("t")
        ),
        Case("BadRecordMarkerAttributes: MarkerName is not set on RecordMarkerCommand.", .marker("")),
        Case(
            "BadSearchAttributes: IndexedFields is not set on UpsertWorkflowSearchAttributesCommand.",
            .upsert(attributes: [:])
        ),
        Case(
            "BadModifyWorkflowPropertiesAttributes: UpsertedMemo.Fields is not set on ModifyWorkflowPropertiesCommand.",
            .upsert(memo: [:])
        ),
        Case(
            "BadStartChildExecutionAttributes: Required field WorkflowId is not set on "
                + "StartChildWorkflowExecutionCommand. WorkflowType=Parcel Namespace=default",
            .startChild("")
        ),
        Case(
            "BadStartChildExecutionAttributes: Required field WorkflowType is not set on "
                + "StartChildWorkflowExecutionCommand. WorkflowId=c Namespace=default",
            .startChild("c") { $0.workflowType.name = "" }
        ),
        Case(
            "BadStartChildExecutionAttributes: cross namespace commands are not allowed",
            .startChild("c") { $0.namespace = "other" }
        ),
        Case(
            "BadStartChildExecutionAttributes: CronSchedule is not supported. WorkflowId=c WorkflowType=Parcel "
                + "Namespace=default",
            .startChild("c") { $0.cronSchedule = "@daily" }
        ),
        Case(
            "BadSignalWorkflowExecutionAttributes: SignalName is not set on SignalExternalWorkflowExecutionCommand. "
                + "WorkflowId=o Namespace= RunId=",
            .signalExternal("o", "")
        ),
        Case(
            "BadSignalWorkflowExecutionAttributes: WorkflowId is not set on SignalExternalWorkflowExecutionCommand. "
                + "Namespace= RunId= SignalName=go",
            .signalExternal("")
        ),
        Case(
            "BadRequestCancelExternalWorkflowExecutionAttributes: WorkflowId is not set on "
                + "RequestCancelExternalWorkflowExecutionCommand. Namespace= RunId=",
            .cancelExternal("")
        ),
        Case(
            "BadRequestCancelExternalWorkflowExecutionAttributes: Start and RequestCancel for child workflow is not "
                + "allowed in same workflow task. WorkflowId=c RunId= Namespace=",
            .startChild("c"),
            .cancelExternal("c")
        ),
        Case(
            "BadFailWorkflowExecutionAttributes: Failure is not set on FailWorkflowExecutionCommand.",
            .with {
                $0.commandType = .failWorkflowExecution
                $0.failWorkflowExecutionCommandAttributes = APIFailWorkflowExecutionCommandAttributes()
            }
        ),
        Case(
            "BadContinueAsNewAttributes: WorkflowType on ContinueAsNewWorkflowExecutionCommand exceeds length limit. "
                + "WorkflowType=\(long) Length=1001 Limit=1000",
            .continueAsNew { $0.workflowType.name = long }
        ),
        Case(
            "BadContinueAsNewAttributes: Invalid BackoffStartInterval on ContinueAsNewWorkflowExecutionCommand: "
                + "negative duration. WorkflowType=Order TaskQueue=orders",
            .continueAsNew { $0.backoffStartInterval = Google_Protobuf_Duration(seconds: -1) }
        ),
    ]

    @Test(arguments: bare + activities + others)
    func `a command that cannot be carried out fails the task, and none of its commands counts`(
        case: Case
    ) throws {
        var run = try RunDriver()
        let outcome = try run.run([.marker("not kept")] + `case`.commands)
        #expect(outcome.refusal == .invalidArgument(`case`.text))
        #expect(outcome.activities == [] && outcome.nextTask == nil)
        #expect(run.types(from: 4) == [.workflowTaskFailed])
        let failed = try run.event(.workflowTaskFailed).workflowTaskFailedEventAttributes
        #expect(failed.failure.message == `case`.text)
        #expect(failed.failure.serverFailureInfo == APIServerFailureInfo())
        #expect(failed.identity == "worker")
        let cause = String(describing: failed.cause).lowercased()
        #expect(`case`.text.lowercased().hasPrefix(cause))
        #expect(run.state.workflowTask?.attempt == 2)
        #expect(run.effects == [.workflowTaskReady])
    }
}
