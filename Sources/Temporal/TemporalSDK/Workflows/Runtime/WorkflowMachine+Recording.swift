import TemporalAPI

// Holding the commands of the code against the events of the history.
extension WorkflowMachine {
    /// Takes an event as the record of the next command.
    /// - Parameters:
    ///   - event: of a kind that commands bring about.
    ///   - type: that of the event.
    /// - Throws: when the code did not ask for it, or asked for something else first.
    func record(_ event: APIHistoryEvent, _ type: APIEventType) throws(WorkflowTaskFailure) {
        if case .markerRecorded = type, !LocalActivityMarker.isOne(event) { return try recordPatch(event) }
        while recorded < outstanding.count, outstanding[recorded].isOptional, !fits(outstanding[recorded], event, type)
        {
            recorded += 1
        }
        guard recorded < outstanding.count else {
            // The list of patches, written by a worker that writes it and read by one that does not.
            if WorkflowPatch.isList(event) { return }
            throw .nondeterminism("\(event.label)\(detail(of: event)) has no command: the workflow did not ask for it")
        }
        let command = outstanding[recorded]
        guard fits(command, event, type) else {
            if WorkflowPatch.isList(event) { return }
            throw .nondeterminism(
                "\(event.label)\(detail(of: event)) does not match the command \(command.label)"
            )
        }
        recorded += 1
        try record(command, by: event)
    }

    private func fits(_ command: WorkflowCommand, _ event: APIHistoryEvent, _ type: APIEventType) -> Bool {
        guard command.isRecorded(by: type) else { return false }
        switch command {
        case .listPatches: return WorkflowPatch.isList(event)
        case .upsertSearchAttributes: return !WorkflowPatch.isList(event)
        case .patch: return !LocalActivityMarker.isOne(event)
        default: return true
        }
    }

    private func record(_ command: WorkflowCommand, by event: APIHistoryEvent) throws(WorkflowTaskFailure) {
        switch command {
        case .scheduleActivity(let activity): try activity.record(event)
        case .startTimer(let timer): try timer.record(event)
        case .startChild(let child): try child.record(event)
        case .signalExternal(let signal): try signal.record(event)
        case .cancelExternal(let cancel): try cancel.record(event)
        case .cancelActivity(let activity):
            guard case .activityTaskCancelRequestedEventAttributes(let attributes) = event.attributes,
                attributes.scheduledEventID == activity.scheduledEventID
            else { throw .nondeterminism("\(event.label) does not match the command \(command.label)") }
        case .cancelTimer(let timer):
            guard case .timerCanceledEventAttributes(let attributes) = event.attributes, attributes.timerID == timer.id
            else { throw .nondeterminism("\(event.label) does not match the command \(command.label)") }
            operations[timer.startedEventID] = nil
        default: break
        }
        if let operation = command.operation { operations[event.eventID] = operation }
    }

    /// Markers of patches forgive more than other events: a deprecated one may stand there without its call.
    private func recordPatch(_ event: APIHistoryEvent) throws(WorkflowTaskFailure) {
        guard let patch = WorkflowPatch(event) else {
            throw .unsupported("a marker of a kind that is not known here (\(event.label)\(detail(of: event)))")
        }
        while recorded < outstanding.count {
            switch outstanding[recorded] {
            case .patch(let asked) where asked.id == patch.id:
                recorded += 1
                return
            case _ where patch.isDeprecated:
                return
            case let command where command.isOptional:
                recorded += 1
            case let command:
                throw .nondeterminism(
                    "\(event.label) records \(patch.label), which does not match the command \(command.label)"
                )
            }
        }
        guard patch.isDeprecated else {
            throw .nondeterminism("\(event.label) records \(patch.label), which the workflow did not ask for")
        }
    }

    /// What an event recorded, as far as it helps to find the line of code.
    private func detail(of event: APIHistoryEvent) -> String {
        switch event.attributes {
        case .activityTaskScheduledEventAttributes(let attributes):
            ", activity \(attributes.activityType.name) (id \(attributes.activityID)),"
        case .timerStartedEventAttributes(let attributes): ", timer (id \(attributes.timerID)),"
        case .timerCanceledEventAttributes(let attributes): ", timer (id \(attributes.timerID)),"
        case .startChildWorkflowExecutionInitiatedEventAttributes(let attributes):
            ", child workflow \(attributes.workflowType.name) (id \(attributes.workflowID)),"
        case .signalExternalWorkflowExecutionInitiatedEventAttributes(let attributes):
            ", signal \(attributes.signalName) to workflow \(attributes.workflowExecution.workflowID),"
        case .markerRecordedEventAttributes(let attributes): ", marker \(attributes.markerName),"
        default: ""
        }
    }
}

extension WorkflowCommand {
    /// Whether the history may hold no event of it: `deprecatePatch` is also called in runs that are older than the
    /// patch, and a worker may leave out the list of patches.
    var isOptional: Bool {
        switch self {
        case .patch(let patch): patch.isDeprecated
        case .listPatches: true
        default: false
        }
    }
}
