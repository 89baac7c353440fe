package import TemporalAPI

// Reading a history: what happened goes to workflow code in activations, one for each workflow task that was
// completed, and one for the task at hand.
extension WorkflowMachine {
    /// Reads events, in order and without gaps; those that were read before are skipped.
    ///
    /// The calling thread is inside the run until this returns.
    /// - Parameters:
    ///   - events: up to the end of the known history.
    ///   - current: the WorkflowTaskStarted event of the task at hand; nil when there is none (a query, a replay of
    ///     a closed run).
    /// - Throws: when the history cannot be read, the code disagrees with it, or the code broke a rule.
    package func read(_ events: [APIHistoryEvent], current: Int64?) throws(WorkflowTaskFailure) {
        let hasMarkers = events.contains { $0.eventType == .markerRecorded }
        for index in events.indices {
            let event = events[index]
            let id = event.eventID
            if id <= lastEventID { continue }
            guard id == lastEventID + 1 else {
                throw .malformedHistory("event \(id) follows event \(lastEventID)")
            }
            lastEventID = id
            guard event.eventType == .workflowTaskStarted else {
                try read(event)
                continue
            }
            try checkAllRecorded(before: event)
            let next = index + 1 < events.endIndex ? events[index + 1] : nil
            // A task that failed or timed out left nothing behind: its news go to the next one.
            let isReplay = next?.eventType == .workflowTaskCompleted
            guard isReplay || (next == nil && id == current) else { continue }
            if isReplay, hasMarkers { notePatches(in: events[(index + 1)...]) }
            try activate(event, isReplaying: isReplay)
        }
    }

    /// Checks that the code asked for nothing beyond a history that is read to its end.
    package func checkAllRecorded() throws(WorkflowTaskFailure) {
        guard !isClosed, let command = firstUnrecorded else { return }
        throw .nondeterminism("the workflow asked for \(command.label), but the history ends without it")
    }

    private func checkAllRecorded(before event: APIHistoryEvent) throws(WorkflowTaskFailure) {
        guard let command = firstUnrecorded else { return }
        throw .nondeterminism(
            "the workflow asked for \(command.label), but \(event.label) comes without an event of that command"
        )
    }

    /// The next command whose event must still come.
    private var firstUnrecorded: WorkflowCommand? {
        outstanding[recorded...].first { !$0.isOptional }
    }

    /// Reads one event that is no WorkflowTaskStarted.
    private func read(_ event: APIHistoryEvent) throws(WorkflowTaskFailure) {
        switch event.eventType {
        case .workflowExecutionStarted:
            guard case .workflowExecutionStartedEventAttributes(let attributes) = event.attributes else {
                throw .malformedHistory("\(event.label) has no attributes")
            }
            started = attributes
            startTime = event.eventTime
            time = event.eventTime
        case .workflowTaskScheduled, .workflowTaskCompleted, .workflowTaskTimedOut, .activityTaskStarted:
            break
        case .workflowTaskFailed:
            if case .workflowTaskFailedEventAttributes(let attributes) = event.attributes,
                attributes.cause == .resetWorkflow
            {
                newSeed = attributes.newRunID
            }
        case .workflowExecutionSignaled, .workflowExecutionCancelRequested,
            .activityTaskCompleted, .activityTaskFailed, .activityTaskTimedOut, .activityTaskCanceled, .timerFired,
            .startChildWorkflowExecutionFailed, .childWorkflowExecutionStarted, .childWorkflowExecutionCompleted,
            .childWorkflowExecutionFailed, .childWorkflowExecutionCanceled, .childWorkflowExecutionTimedOut,
            .childWorkflowExecutionTerminated, .externalWorkflowExecutionSignaled,
            .signalExternalWorkflowExecutionFailed, .externalWorkflowExecutionCancelRequested,
            .requestCancelExternalWorkflowExecutionFailed:
            news.append(event)
        case .activityTaskScheduled, .activityTaskCancelRequested, .timerStarted, .timerCanceled, .markerRecorded,
            .startChildWorkflowExecutionInitiated, .signalExternalWorkflowExecutionInitiated,
            .requestCancelExternalWorkflowExecutionInitiated, .upsertWorkflowSearchAttributes,
            .workflowPropertiesModified:
            try record(event)
        case .workflowExecutionCompleted, .workflowExecutionFailed, .workflowExecutionCanceled,
            .workflowExecutionContinuedAsNew:
            try record(event)
            isClosed = true
        case .workflowExecutionTerminated, .workflowExecutionTimedOut:
            isClosed = true
        case .workflowExecutionOptionsUpdated, .activityPropertiesModifiedExternally,
            .workflowPropertiesModifiedExternally, .workflowExecutionPaused, .workflowExecutionUnpaused:
            break
        default:
            if !event.workerMayIgnore { throw .unsupported(event.label) }
        }
    }

    /// Notes the patches whose markers the task that is about to run will write: its code must see them.
    private func notePatches(in events: ArraySlice<APIHistoryEvent>) {
        for event in events {
            switch event.eventType {
            case .markerRecorded:
                if let patch = WorkflowPatch(event) { patches.noted.insert(patch.id) }
            case .workflowTaskScheduled, .workflowTaskStarted:
                return
            default:
                break
            }
        }
    }
}
