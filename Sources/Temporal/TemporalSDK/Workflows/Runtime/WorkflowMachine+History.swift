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
    ///   - triesActivities: whether somebody makes the attempts that ``nextAttempt()`` then asks for.
    /// - Throws: when the history cannot be read, the code disagrees with it, or the code broke a rule.
    package func read(
        _ events: [APIHistoryEvent],
        current: Int64?,
        triesActivities: Bool = false
    ) throws(WorkflowTaskFailure) {
        local.areTried = triesActivities
        // Read once: what lies in a message is not free to read.
        let types = events.map(\.eventType)
        for index in events.indices {
            let event = events[index]
            let id = event.eventID
            if id <= lastEventID { continue }
            guard id == lastEventID + 1 else {
                throw .malformedHistory("event \(id) follows event \(lastEventID)")
            }
            lastEventID = id
            guard case .workflowTaskStarted = types[index] else {
                try read(event, types[index])
                continue
            }
            try checkAllRecorded(before: event)
            let isLast = index + 1 == types.endIndex
            // A task that failed or timed out left nothing behind: its news go to the next one.
            var isReplay = false
            if !isLast, case .workflowTaskCompleted = types[index + 1] { isReplay = true }
            guard isReplay || (isLast && id == current) else { continue }
            if isReplay { noteMarkers(in: events, types, from: index + 1) }
            try activate(event, id: id, isReplaying: isReplay)
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
    private func read(_ event: APIHistoryEvent, _ type: APIEventType) throws(WorkflowTaskFailure) {
        switch type {
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
        case .workflowExecutionSignaled:
            signals.append(event)
        case .workflowExecutionCancelRequested, .activityTaskCompleted, .activityTaskFailed, .activityTaskTimedOut,
            .activityTaskCanceled, .timerFired,
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
            try record(event, type)
        case .workflowExecutionCompleted, .workflowExecutionFailed, .workflowExecutionCanceled,
            .workflowExecutionContinuedAsNew:
            try record(event, type)
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

    /// Notes the markers that the task which is about to run wrote: its code must see its patches, and the results of
    /// its local activities.
    private func noteMarkers(in events: [APIHistoryEvent], _ types: [APIEventType], from start: Int) {
        for index in start..<types.endIndex {
            switch types[index] {
            case .markerRecorded:
                if let patch = WorkflowPatch(events[index]) {
                    patches.noted.insert(patch.id)
                } else {
                    noteLocalActivity(events[index])
                }
            case .workflowTaskScheduled, .workflowTaskStarted:
                return
            default:
                break
            }
        }
    }
}
