package import TemporalAPI

extension RunState {
    /// The state that a stored history and its record stand for.
    ///
    /// - Parameters:
    ///   - history: every event of the run, in order.
    ///   - record: what was stored with the last of them.
    ///   - limits: what the run may hold.
    /// - Throws: `RebuildError` when they do not belong together.
    package init(
        history: [APIHistoryEvent],
        record: RunRecord,
        limits: RunLimits = .standard
    ) throws(RebuildError) {
        guard let first = history.first, case .workflowExecutionStartedEventAttributes = first.attributes else {
            throw .noStart
        }
        let key = RunKey(
            namespace: record.namespace,
            namespaceID: record.namespaceID,
            workflowID: record.workflowID,
            runID: record.runID
        )
        self.init(key: key, started: first, startRequestID: record.startRequestID, limits: limits)
        for event in history {
            guard event.eventID == nextEventID else {
                throw .missingEvent(expected: nextEventID, found: event.eventID)
            }
            nextEventID += 1
            if event.eventID > 1 { apply(event) }
        }
        try restore(record)
    }

    /// Lays what events do not tell over what they do.
    private mutating func restore(_ record: RunRecord) throws(RebuildError) {
        cancelRequestID = record.cancelRequestID
        historyBytes = record.historyBytes
        stateTransitions = record.stateTransitions
        isCloseAttempted = record.closeAttempted
        workflowTaskAttempt = record.workflowTaskAttempt
        workflowTask = record.hasWorkflowTask ? WorkflowTask(record.workflowTask) : nil
        if !record.stickyQueue.isEmpty {
            sticky = StickyQueue(
                name: record.stickyQueue,
                scheduleToStartTimeout: .nanoseconds(record.stickyScheduleToStart)
            )
        }
        for event in record.buffer {
            buffer.append(event)
            apply(event)
        }
        for activity in record.activities {
            guard activities[activity.scheduledEventID] != nil else {
                throw .unknownActivity(scheduledEventID: activity.scheduledEventID)
            }
            activities[activity.scheduledEventID]?.restore(activity)
        }
    }
}
