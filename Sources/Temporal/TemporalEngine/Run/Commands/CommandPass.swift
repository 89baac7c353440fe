import TemporalAPI

/// One pass over the commands of a completion, on a copy of the run that is thrown away when a command fails.
struct CommandPass {
    var state: RunState
    /// The completed event of the workflow task.
    let completedEventID: Int64
    let identity: String
    let rules: CommandRules
    let now: EngineTime

    /// Whether events waited while the worker decided: it must see them before it may end the run.
    var hasUnseenEvents: Bool
    /// Whether an activity was cancelled that no worker had.
    var canceledWaitingActivity = false
    /// Workflow ids of the children this pass asked for.
    var startedChildren: Set<String> = []
    /// Scheduled event ids of the activities that the worker wants to run itself.
    var eagerActivities: [Int64] = []

    init(state: RunState, completedEventID: Int64, identity: String, rules: CommandRules, now: EngineTime) {
        self.state = state
        self.completedEventID = completedEventID
        self.identity = identity
        self.rules = rules
        self.now = now
        hasUnseenEvents = !state.buffer.isEmpty
    }

    var limits: RunLimits { state.limits }

    /// Whether the worker must look at the run again.
    var needsWorkflowTask: Bool { hasUnseenEvents || canceledWaitingActivity }

    mutating func perform(_ command: APICommand, ids: inout some IDSource) throws(CommandProblem) {
        let extras = EventExtras(command)
        switch command.commandType {
        case .scheduleActivityTask:
            try scheduleActivity(command.scheduleActivity, extras)
        case .requestCancelActivityTask:
            try requestCancelActivity(command.requestCancelActivity, extras)
        case .startTimer:
            try startTimer(command.startTimer, extras)
        case .cancelTimer:
            try cancelTimer(command.cancelTimer, extras)
        case .recordMarker:
            try recordMarker(command.recordMarker, extras)
        case .upsertWorkflowSearchAttributes:
            try upsertSearchAttributes(command.upsertSearchAttributes, extras)
        case .modifyWorkflowProperties:
            try modifyProperties(command.modifyProperties, extras)
        case .startChildWorkflowExecution:
            try startChild(command.startChild, extras)
        case .signalExternalWorkflowExecution:
            try signalExternal(command.signalExternal, extras)
        case .requestCancelExternalWorkflowExecution:
            try requestCancelExternal(command.requestCancelExternal, extras)
        case .completeWorkflowExecution:
            try completeWorkflow(command.completeWorkflow, extras)
        case .failWorkflowExecution:
            try failWorkflow(command.failWorkflow, extras, ids: &ids)
        case .cancelWorkflowExecution:
            try cancelWorkflow(command.cancelWorkflow, extras)
        case .continueAsNewWorkflowExecution:
            try continueAsNew(command.continueAsNew, extras, ids: &ids)
        case .protocolMessage:
            throw CommandProblem(
                cause: .badUpdateWorkflowExecutionMessage,
                detail: "workflow updates are not supported"
            )
        case .scheduleNexusOperation, .requestCancelNexusOperation, .unspecified, .UNRECOGNIZED:
            throw CommandProblem(cause: .featureDisabled, detail: "Nexus operations disabled")
        }
    }

    /// Adds a command's event.
    @discardableResult
    mutating func add(_ attributes: APIHistoryEvent.OneOf_Attributes, _ extras: EventExtras) -> Int64 {
        state.add(attributes, at: now, with: extras)
    }
}
